/**
 * The rules of fence and ledger that both database families share: who may take a target, which
 * spans of a dump are done. Pure values.
 *
 * <p>Not here: SQL.
 */
@NullMarked
package dev.rekindle.worker.db.importer.plan;

import org.jspecify.annotations.NullMarked;

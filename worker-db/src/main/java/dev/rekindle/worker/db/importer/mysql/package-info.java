/**
 * Imports into, dumps of and questions to MySQL and MariaDB. Database {@code rekindle} on the
 * server holds the fence of every target and the ledger of its import.
 *
 * <p>Not here: stage kinds, clusters, artefact stores; how a dump is read (see {@code input}).
 */
@NullMarked
package dev.rekindle.worker.db.importer.mysql;

import org.jspecify.annotations.NullMarked;

/**
 * Imports into and questions to PostgreSQL. Schema {@code rekindle} in the target database holds
 * its fence and the ledger of its import.
 *
 * <p>Not here: stage kinds, clusters, artefact stores; how a dump is read (see {@code input}).
 */
@NullMarked
package dev.rekindle.worker.db.importer.postgres;

import org.jspecify.annotations.NullMarked;

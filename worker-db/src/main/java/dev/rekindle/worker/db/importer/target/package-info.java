/**
 * Imports into and questions to a database server, whatever its family: session, fence, ledger,
 * chunks, the flow of an import. What families do in their own way stands behind {@code Dialect}.
 *
 * <p>Not here: anything that only one family of servers has.
 */
@NullMarked
package dev.rekindle.worker.db.importer.target;

import org.jspecify.annotations.NullMarked;

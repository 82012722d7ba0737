/**
 * What importers, dumpers and questions share towards a database server: its address, the order to
 * import, the result.
 *
 * <p>Not here: anything that only one family of servers has.
 */
@NullMarked
package dev.rekindle.worker.db.database;

import org.jspecify.annotations.NullMarked;

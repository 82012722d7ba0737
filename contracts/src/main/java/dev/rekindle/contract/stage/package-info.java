/**
 * The sealed family of stage specifications: one record for each kind of work a worker can do.
 *
 * <p>A new kind is one record here with its {@link StageKind} constant, a schema and an example in
 * the resources, and one handler in a worker. The coordinator needs no change. Not here: how the
 * work is done.
 */
@NullMarked
package dev.rekindle.contract.stage;

import org.jspecify.annotations.NullMarked;

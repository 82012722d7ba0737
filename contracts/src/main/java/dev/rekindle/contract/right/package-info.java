/**
 * What the workers' accounts must be allowed in a cluster to execute a stage, and Roles made of it.
 *
 * <p>Not here: asking a cluster for it, and the rights of a database's or a Redis server's users.
 */
@NullMarked
package dev.rekindle.contract.right;

import org.jspecify.annotations.NullMarked;

/**
 * The application in its namespace, as the handlers see and change it: small interfaces of plain
 * records, and their implementation over the kit's cluster access.
 *
 * <p>Each call is one look or one guarded change, so that an attempt may end between any two. Not
 * here: decisions (see {@code plan}).
 */
@NullMarked
package dev.rekindle.worker.k8s.target;

import org.jspecify.annotations.NullMarked;

/**
 * Who may do what: roles, grants per application, callers, and service tokens as a port.
 *
 * <p>Not here: how a caller proves who it is ({@code login}), where calls are judged ({@code
 * http}).
 */
@NullMarked
package dev.rekindle.coordinator.access;

import org.jspecify.annotations.NullMarked;

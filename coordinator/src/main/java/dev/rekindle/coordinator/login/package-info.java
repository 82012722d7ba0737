/**
 * How callers prove who they are: service tokens here, people through Quarkus OIDC.
 *
 * <p>Not here: what they may do ({@code access}), where that is judged ({@code http}).
 */
@NullMarked
package dev.rekindle.coordinator.login;

import org.jspecify.annotations.NullMarked;

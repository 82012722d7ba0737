/**
 * Clients of the HTTP interfaces of coordinator and sandbox. Not here: any knowledge of what an
 * answer should be.
 */
@NullMarked
package dev.rekindle.system.api;

import org.jspecify.annotations.NullMarked;

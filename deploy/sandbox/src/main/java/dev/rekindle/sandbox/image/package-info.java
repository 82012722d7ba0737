/**
 * What lies in the container images of the sandbox: folders of programs and scripts that behave as
 * the images of 3scale 2.15 do.
 *
 * <p>Not here: running them, which the simulated kubelet does.
 */
@NullMarked
package dev.rekindle.sandbox.image;

import org.jspecify.annotations.NullMarked;

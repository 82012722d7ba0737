/**
 * What keeps specs and statuses together: workloads, jobs, garbage collection. Not here: HTTP,
 * processes.
 */
@NullMarked
package dev.rekindle.sandbox.cluster.controller;

import org.jspecify.annotations.NullMarked;

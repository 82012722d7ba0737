package dev.rekindle.worker.k8s.target;

/** Everything the handlers do to one application in one attempt. Failures are StageProblems. */
public record Application(
    Workloads workloads, Objects objects, Jobs jobs, Fence fence, Edge edge, Volumes volumes) {}

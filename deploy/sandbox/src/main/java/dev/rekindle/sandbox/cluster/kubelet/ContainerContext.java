package dev.rekindle.sandbox.cluster.kubelet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One container as its program sees it.
 *
 * @param command the main command as the pod names it, paths inside the container
 * @param environment complete, paths already the host's
 * @param paths from paths inside the container to the host's
 * @param scratch working directory, gone with the container
 */
public record ContainerContext(
    String namespace,
    String pod,
    String uid,
    String container,
    String podIp,
    List<String> command,
    Map<String, String> environment,
    PathMap paths,
    Path scratch) {}

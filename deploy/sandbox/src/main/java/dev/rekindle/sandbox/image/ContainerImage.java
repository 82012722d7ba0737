package dev.rekindle.sandbox.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An image whose containers are real processes.
 *
 * @param programs folder that comes first on the container's PATH
 * @param command what runs when the pod names no command
 * @param environment what the image itself sets; the values may name paths inside the container
 * @param layers folders of the image that are writable, and gone with the container
 */
public record ContainerImage(
    String name,
    Path programs,
    List<String> command,
    Map<String, String> environment,
    List<String> layers) {

  public ContainerImage {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    layers = List.copyOf(layers);
  }
}

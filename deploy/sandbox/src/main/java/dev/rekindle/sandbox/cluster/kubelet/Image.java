package dev.rekindle.sandbox.cluster.kubelet;

import dev.rekindle.sandbox.cluster.api.Pods;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands behind an image's name. Every method has a default: an image is at least the
 * machine's own commands.
 */
public interface Image {
  /** What runs when the pod names no command; empty when the image has none. */
  default List<String> command() {
    return List.of();
  }

  /** Variables that the image itself sets; values may name paths inside the container. */
  default Map<String, String> environment() {
    return Map.of();
  }

  /** A folder of stand-in commands that comes first on the PATH. */
  default Optional<Path> programs() {
    return Optional.empty();
  }

  /** Writable directories of the image itself: gone with the container, unlike volumes. */
  default List<String> layers() {
    return List.of();
  }

  /**
   * A program inside this JVM instead of a process, for the main command or an exec; empty = a real
   * process.
   */
  default Optional<Program> program(ContainerContext context, List<String> command) {
    return Optional.empty();
  }

  /** Whether the image can be had at all. */
  default boolean available() {
    return true;
  }

  /**
   * Code that plays a container's process. It is interrupted to stop, and its return value is the
   * exit code.
   */
  interface Program {
    int run(ContainerContext context, Pods.Streams streams) throws Exception;
  }

  /** An image of real processes with stand-in commands. */
  static Image of(Path programs, List<String> command, Map<String, String> environment) {
    return of(programs, command, environment, List.of());
  }

  /** The same with writable folders of its own. */
  static Image of(
      Path programs, List<String> command, Map<String, String> environment, List<String> layers) {
    return new Image() {
      @Override
      public List<String> layers() {
        return layers;
      }

      @Override
      public List<String> command() {
        return command;
      }

      @Override
      public Map<String, String> environment() {
        return environment;
      }

      @Override
      public Optional<Path> programs() {
        return Optional.of(programs);
      }
    };
  }

  /** An image whose main command is a program of this JVM. */
  static Image of(Program main) {
    return new Image() {
      @Override
      public List<String> command() {
        return List.of("main");
      }

      @Override
      public Optional<Program> program(ContainerContext context, List<String> command) {
        return command.equals(context.command()) ? Optional.of(main) : Optional.empty();
      }
    };
  }

  /** An image that cannot be pulled. */
  static Image missing() {
    return new Image() {
      @Override
      public boolean available() {
        return false;
      }
    };
  }
}

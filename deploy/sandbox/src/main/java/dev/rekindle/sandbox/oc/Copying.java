package dev.rekindle.sandbox.oc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code cp} and {@code rsync} into a pod: a tar stream each, as the real ones send it. */
final class Copying {

  private final PodExec exec;

  Copying(PodExec exec) {
    this.exec = exec;
  }

  /** One file; into the destination when that is a folder, else under its name. */
  int file(Path from, String pod, String to) throws IOException {
    if (!Files.isRegularFile(from)) {
      throw new Failure("error: " + from + " doesn't exist in local filesystem");
    }
    String target = to.length() > 1 && to.endsWith("/") ? to.substring(0, to.length() - 1) : to;
    OutputStream nowhere = OutputStream.nullOutputStream();
    boolean folder = exec.run(pod, "", List.of("test", "-d", target), null, nowhere, nowhere) == 0;
    int slash = target.lastIndexOf('/');
    String name = folder ? from.getFileName().toString() : target.substring(slash + 1);
    String parent = folder ? target : target.substring(0, Math.max(slash, 1));
    Path shelf = Files.createTempDirectory("oc-cp");
    try {
      Files.createSymbolicLink(shelf.resolve(name), from.toAbsolutePath());
      Process tar = tar("tar", "chf", "-", "-C", shelf.toString(), name);
      List<String> unpack = List.of("tar", "-xmf", "-", "-C", parent);
      return send(tar, pod, unpack);
    } finally {
      Files.deleteIfExists(shelf.resolve(name));
      Files.deleteIfExists(shelf);
    }
  }

  /** What is in a folder, into another; nothing there is removed. */
  int folder(Path from, String pod, String to) throws IOException {
    if (!Files.isDirectory(from)) {
      throw new Failure("error: invalid path " + from + ": no such file or directory");
    }
    Process tar = tar("tar", "cf", "-", "-C", from.toString(), ".");
    return send(tar, pod, List.of("tar", "-C", to, "-oxf", "-"));
  }

  private int send(Process tar, String pod, List<String> unpack) throws IOException {
    try (InputStream in = tar.getInputStream()) {
      return exec.run(pod, "", unpack, in, System.out, System.err);
    }
  }

  private static Process tar(String... command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}

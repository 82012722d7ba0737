package dev.rekindle.sandbox.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The file that clients read. */
record Kubeconfig(String url, String token, String namespace) {
  /** Writes it for the owner's eyes only: it holds the administrator's token. */
  Path write(Path file) {
    String text =
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: sandbox
          cluster:
            server: %s
        users:
        - name: admin
          user:
            token: %s
        contexts:
        - name: sandbox
          context:
            cluster: sandbox
            user: admin
            namespace: %s
        current-context: sandbox
        """
            .formatted(url, token, namespace);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

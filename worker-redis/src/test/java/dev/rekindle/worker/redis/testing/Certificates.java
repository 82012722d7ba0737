package dev.rekindle.worker.redis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A self-signed certificate and its key, made by the JDK's keytool. */
public record Certificates(Path folder, String pem) {

  private static final String PASSWORD = "only for this test";

  public static Certificates make(Path folder, String name)
      throws IOException, GeneralSecurityException, InterruptedException {
    Files.createDirectories(folder);
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=DNS:" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    String certificate = pem("CERTIFICATE", keys.getCertificate("redis").getEncoded());
    Files.writeString(folder.resolve("redis.crt"), certificate);
    byte[] key = keys.getKey("redis", PASSWORD.toCharArray()).getEncoded();
    Files.writeString(folder.resolve("redis.key"), pem("PRIVATE KEY", key));
    return new Certificates(folder, certificate);
  }

  /** Lines that make a server speak TLS on a port, beside its plain one. */
  public String config(int port) {
    return """
    tls-port %d
    tls-cert-file %s
    tls-key-file %s
    tls-ca-cert-file %s
    tls-auth-clients no
    """
        .formatted(
            port,
            folder.resolve("redis.crt"),
            folder.resolve("redis.key"),
            folder.resolve("redis.crt"));
  }

  private static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what);
  }
}

package dev.rekindle.coordinator.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates that the JDK's own keytool makes, each signed by itself. */
public final class TestCertificates {

  private static final char[] SECRET = "for-the-tests".toCharArray();

  private final Path folder;

  public TestCertificates(Path folder) {
    this.folder = folder;
  }

  /** Makes {@code NAME.crt} and {@code NAME.key}, both PEM. */
  public TestCertificates make(String name) {
    try {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  name,
                  "-dname",
                  "CN=" + name,
                  "-ext",
                  "san=ip:127.0.0.1,dns:localhost",
                  "-keyalg",
                  "EC",
                  "-validity",
                  "2",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store(name).toString(),
                  "-storepass",
                  new String(SECRET))
              .inheritIO()
              .start();
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IllegalStateException("keytool made no certificate");
      }
      KeyStore store = opened(name);
      Key key = store.getKey(name, SECRET);
      pem(name + ".key", "PRIVATE KEY", key.getEncoded());
      pem(name + ".crt", "CERTIFICATE", store.getCertificate(name).getEncoded());
      return this;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public String file(String name) {
    return folder.resolve(name).toString();
  }

  /**
   * What a client needs.
   *
   * @param own whose key it has; empty for none
   */
  public SSLContext client(String own, String trusted)
      throws GeneralSecurityException, IOException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    Certificate server = opened(trusted).getCertificate(trusted);
    trust.setCertificateEntry(trusted, server);
    TrustManagerFactory trusting =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusting.init(trust);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    if (!own.isEmpty()) {
      keys.init(opened(own), SECRET);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.isEmpty() ? null : keys.getKeyManagers(), trusting.getTrustManagers(), null);
    return context;
  }

  private Path store(String name) {
    return folder.resolve(name + ".p12");
  }

  private KeyStore opened(String name) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store(name))) {
      store.load(in, SECRET);
    }
    return store;
  }

  private void pem(String file, String what, byte[] content) throws IOException {
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN "
            + what
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
            + "\n-----END "
            + what
            + "-----\n");
  }
}

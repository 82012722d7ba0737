package dev.rekindle.worker.redis.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom a TLS connection believes. */
public final class Trust {

  private Trust() {}

  /** Those the platform trusts. */
  public static SSLContext platform() throws GeneralSecurityException {
    return SSLContext.getDefault();
  }

  /** Those in a text of PEM certificates, and nobody else. */
  public static SSLContext in(String pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    ByteArrayInputStream text = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
    for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(text)) {
      store.setCertificateEntry("ca" + count++, one);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}

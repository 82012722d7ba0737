package dev.rekindle.coordinator.http;

import dev.rekindle.coordinator.settings.CoordinatorSettings;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks callers over TLS for a certificate, where the settings say so. */
@ApplicationScoped
public class ClientCertificates implements HttpServerOptionsCustomizer {

  private final CoordinatorSettings.ClientCertificate wanted;

  ClientCertificates(CoordinatorSettings settings) {
    this.wanted = settings.access().clientCertificate();
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    ClientAuth asked =
        switch (wanted) {
          case NONE -> ClientAuth.NONE;
          case REQUEST -> ClientAuth.REQUEST;
          case REQUIRED -> ClientAuth.REQUIRED;
        };
    if (asked != ClientAuth.NONE && options.getTrustOptions() == null) {
      throw new IllegalStateException(
          "rekindle.coordinator.access.client-certificate asks for certificates, but nothing says"
              + " which are good; set quarkus.tls.NAME.trust-store... and"
              + " quarkus.http.tls-configuration-name=NAME");
    }
    options.setClientAuth(asked);
  }
}

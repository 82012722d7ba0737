package dev.rekindle.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.coordinator.testing.LoginProfile;
import dev.rekindle.coordinator.testing.TestCertificates;
import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Webhooks over mutual TLS, with the settings that docs/access.md gives. */
@QuarkusTest
@TestProfile(MutualTlsIT.Certificates.class)
@QuarkusTestResource(TestServers.class)
class MutualTlsIT {

  private static final String FOLDER = "rekindle.tests.certificates";

  /**
   * Makes the certificates; where they are is told by a system property, which outlives loaders.
   */
  public static final class Certificates implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      // Asked more than once, by more than one class loader.
      if (System.getProperty(FOLDER) == null) {
        System.setProperty(FOLDER, folder());
        made().make("server").make("alertmanager").make("stranger");
      }
      TestCertificates made = made();
      Map<String, String> settings = new HashMap<>(new LoginProfile().getConfigOverrides());
      settings.put("rekindle.coordinator.access.client-certificate", "required");
      settings.put("quarkus.http.test-ssl-port", "0");
      settings.put("quarkus.http.tls-configuration-name", "rekindle");
      settings.put("quarkus.tls.rekindle.key-store.pem.0.cert", made.file("server.crt"));
      settings.put("quarkus.tls.rekindle.key-store.pem.0.key", made.file("server.key"));
      settings.put("quarkus.tls.rekindle.trust-store.pem.certs", made.file("alertmanager.crt"));
      return settings;
    }
  }

  private static String folder() {
    try {
      return Files.createTempDirectory("rekindle-certificates").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestHTTPResource(value = "/webhooks/alertmanager", tls = true)
  URI webhook;

  @Test
  void a_sender_shows_its_certificate_and_says_who_it_is_by_its_token() throws Exception {
    assertThat(status("alertmanager", LoginProfile.FIRST_ADMIN.whole())).isEqualTo(202);
    assertThat(status("alertmanager", "")).as("a certificate alone opens nothing").isEqualTo(401);
  }

  @Test
  void whoever_has_no_certificate_or_that_of_a_stranger_is_not_even_answered() {
    assertThatThrownBy(() -> status("", LoginProfile.FIRST_ADMIN.whole()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> status("stranger", LoginProfile.FIRST_ADMIN.whole()))
        .isInstanceOf(IOException.class);
  }

  private static TestCertificates made() {
    return new TestCertificates(Path.of(System.getProperty(FOLDER)));
  }

  /**
   * The status of the answer to a webhook without alerts.
   *
   * @param own whose certificate is shown; empty for none
   */
  private int status(String own, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(webhook)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"version\": \"4\", \"alerts\": []}"));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(made().client(own, "server")).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}

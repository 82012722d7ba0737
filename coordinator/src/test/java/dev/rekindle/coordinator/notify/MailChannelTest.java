package dev.rekindle.coordinator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.DummySSLSocketFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.exchange.FactSubscriber.Told;
import dev.rekindle.coordinator.view.RestoreViews;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real SMTP server. */
class MailChannelTest {

  private static final RestoreId RESTORE = new RestoreId(new UUID(1, 2));
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");
  private static final String LOOPBACK = "127.0.0.1";

  @TempDir Path folder;

  private GreenMail server = new GreenMail(new ServerSetup(0, LOOPBACK, "smtp"));

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void a_mail_says_what_and_what_to_do_to_everybody_it_is_for() throws Exception {
    // Given
    server.start();

    // When
    Optional<String> problem =
        channel("smtp", true, Optional.empty(), wording(Wording.SUBJECT, Wording.MAIL))
            .problem(notification("system-db failed\nBcc: everybody@example.org"));

    // Then
    assertThat(problem).isEmpty();
    assertThat(server.getReceivedMessages()).hasSize(2);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject())
        .isEqualTo("[rekindle] Restore of schön in east is held: a person must decide");
    assertThat(mail.getContent().toString())
        .contains("system-db failed")
        .contains("rekindle restore show " + RESTORE)
        .contains("https://rekindle.example/console/restores/" + RESTORE);
    assertThat(mail.getHeader("Message-ID")[0]).isEqualTo("<" + RESTORE + ".7@rekindle.example>");
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("ops@example.org", "Ann <ann@example.org>");
  }

  @Test
  void what_people_typed_begins_no_header_and_no_template() throws Exception {
    // Given
    server.start();

    // When
    channel("smtp", true, Optional.empty(), wording("${detail}", "${detail} ${reason}"))
        .problem(notification("one\r\nX-Evil: ${next}"));

    // Then
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("one X-Evil: ${next}");
    assertThat(mail.getHeader("X-Evil")).isNull();
  }

  @Test
  void a_server_that_offers_no_encryption_gets_no_password_unless_that_was_said() {
    // Given
    server.setUser("ops@example.org", "rekindle", "secret");
    server.start();
    MailChannel careful =
        channel("smtp", false, Optional.of("rekindle"), wording(Wording.SUBJECT, Wording.MAIL));

    // When
    Optional<String> problem = careful.problem(notification(""));

    // Then
    assertThat(problem).isPresent();
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void a_login_is_sent_over_tls_and_a_wrong_password_is_a_problem_that_names_no_secret()
      throws Exception {
    // Given
    server = new GreenMail(new ServerSetup(0, LOOPBACK, "smtps"));
    server.setUser("ops@example.org", "rekindle", "secret");
    server.start();
    MailChannel channel =
        channel("smtps", false, Optional.of("rekindle"), wording(Wording.SUBJECT, Wording.MAIL));

    // When
    Optional<String> good = channel.problem(notification(""));
    Files.writeString(folder.resolve("password"), "wrong-secret");
    Optional<String> bad = channel.problem(notification(""));

    // Then
    assertThat(good).isEmpty();
    assertThat(server.getReceivedMessages()).hasSize(2);
    assertThat(bad).contains("AuthenticationFailedException");
  }

  private MailChannel channel(
      String scheme, boolean plaintext, Optional<String> user, Wording wording) {
    int port = (scheme.equals("smtps") ? server.getSmtps() : server.getSmtp()).getPort();
    Properties trust = new Properties();
    trust.put("mail.smtps.ssl.socketFactory", new DummySSLSocketFactory());
    // The server's certificate names no address.
    trust.put("mail.smtps.ssl.checkserveridentity", "false");
    try {
      return new MailChannel(
          URI.create(scheme + "://" + LOOPBACK + ":" + port),
          plaintext,
          user,
          Optional.of(Files.writeString(folder.resolve("password"), "secret\n")),
          new InternetAddress("rekindle@rekindle.example"),
          List.of(
              new InternetAddress("ops@example.org"), new InternetAddress("Ann <ann@example.org>")),
          wording,
          trust);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Wording wording(String subject, String text) {
    return new Wording(subject, text, Optional.of(URI.create("https://rekindle.example/")));
  }

  private static Notification notification(String detail) {
    return Notification.of(
        Occasion.HELD,
        new Told(RESTORE, 7, "RestoreHeld", NOW, "{}"),
        new RestoreViews.Summary(
            RESTORE, "schön", "east", "shop", "small", "main", "monday", "restore", "HELD", "ann",
            "down", NOW, null, 9),
        detail);
  }
}

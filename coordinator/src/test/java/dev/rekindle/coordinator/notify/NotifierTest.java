package dev.rekindle.coordinator.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.coordinator.exchange.FactSubscriber.Heard;
import dev.rekindle.coordinator.exchange.FactSubscriber.Told;
import dev.rekindle.coordinator.order.CatalogUnreadable;
import dev.rekindle.coordinator.testing.Ear;
import dev.rekindle.coordinator.view.RestoreViews;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifierTest {

  private static final RestoreId RESTORE = new RestoreId(new UUID(1, 2));

  @TempDir Path folder;
  private Ear ear;
  private Path url;
  private Instant now = Instant.parse("2026-11-24T03:00:00Z");

  @BeforeEach
  void listen() throws Exception {
    ear = new Ear();
    url = Files.writeString(folder.resolve("url"), ear.url());
  }

  @AfterEach
  void stop() {
    ear.close();
  }

  private Notifier notifier(HttpChannel.Format format, Optional<Path> token) {
    Target target =
        new Target(
            "chat",
            new HttpChannel(
                format,
                url,
                token,
                new Wording(
                    Wording.SUBJECT,
                    Wording.CHAT,
                    Optional.of(URI.create("https://rekindle.example"))),
                HttpChannel.client()),
            EnumSet.allOf(Occasion.class),
            Set.of("shop"));
    return new Notifier(target, new OneRestore(), Patience.USUAL, () -> now);
  }

  private Told told(String type, long seq, String body) {
    return new Told(RESTORE, seq, type, now, body);
  }

  @Test
  void a_chat_message_says_what_and_what_to_do_and_calls_nobody_by_what_people_typed() {
    // When
    Heard heard =
        notifier(HttpChannel.Format.SLACK, Optional.empty())
            .hear(
                told("RestoreHeld", 7, "{\"detail\": \"system-db failed <!channel> & stopped\"}"));

    // Then
    assertThat(heard).isEqualTo(Heard.DONE);
    assertThat(ear.taken().getFirst())
        .contains("Restore of shop in east is held: a person must decide")
        .contains("system-db failed &lt;!channel&gt; &amp; stopped")
        .contains("rekindle restore show " + RESTORE)
        .contains("<https://rekindle.example/console/restores/" + RESTORE + "|Open>");
  }

  @Test
  void a_token_is_read_at_each_use_and_sent() throws Exception {
    // Given
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    Notifier notifier = notifier(HttpChannel.Format.CLOUDEVENTS, Optional.of(token));

    // When
    notifier.hear(told("RestoreFailed", 8, "{\"reason\": \"given up\"}"));
    Files.writeString(token, "second");
    notifier.hear(told("RestoreSucceeded", 9, "{}"));

    // Then
    assertThat(ear.heard())
        .extracting(Ear.Heard::authorization)
        .containsExactly("Bearer first", "Bearer second");
    assertThat(ear.taken().getFirst())
        .contains("\"type\":\"dev.rekindle.restore.failed.v1\"", "\"detail\":\"given up\"")
        .contains("\"id\":\"" + RESTORE + "/8\"");
  }

  @Test
  void what_nobody_asked_for_is_passed_over() {
    Notifier notifier = notifier(HttpChannel.Format.SLACK, Optional.empty());

    notifier.hear(told("LeaseRenewed", 1, "{}"));
    notifier.hear(new Told(RESTORE, 2, "RestoreFailed", now.minus(Duration.ofDays(2)), "{}"));
    notifier.hear(new Told(new RestoreId(new UUID(3, 4)), 3, "RestoreFailed", now, "{}"));

    assertThat(ear.heard()).isEmpty();
  }

  @Test
  void a_target_that_refuses_is_asked_ever_more_rarely_and_given_up_after_an_hour() {
    // Given
    ear.refuse(Integer.MAX_VALUE);
    Notifier notifier = notifier(HttpChannel.Format.SLACK, Optional.empty());
    Told held = told("RestoreHeld", 7, "{}");
    Instant begin = now;

    // When
    while (notifier.hear(held) == Heard.LATER) {
      now = now.plusSeconds(1);
    }

    // Then
    assertThat(Duration.between(begin, now))
        .isBetween(Duration.ofMinutes(60), Duration.ofMinutes(64));
    assertThat(ear.heard()).hasSizeBetween(30, 45);
    ear.refuse(0);
    assertThat(notifier.hear(told("RestoreFailed", 8, "{}"))).isEqualTo(Heard.DONE);
    assertThat(ear.taken()).hasSize(1);
  }

  @Test
  void one_that_waits_does_not_reset_the_pause_of_another() {
    // Given
    ear.refuse(Integer.MAX_VALUE);
    Notifier notifier = notifier(HttpChannel.Format.SLACK, Optional.empty());

    // When
    for (int second = 0; second < 60; second++) {
      notifier.hear(told("RestoreHeld", 7, "{}"));
      notifier.hear(told("RestoreFailed", 8, "{}"));
      now = now.plusSeconds(1);
    }

    // Then
    assertThat(ear.heard()).hasSize(12);
  }

  @Test
  void an_address_that_is_none_or_not_there_is_tried_again_when_it_is_mended() throws Exception {
    // Given
    Notifier notifier = notifier(HttpChannel.Format.SLACK, Optional.empty());
    Told held = told("RestoreHeld", 7, "{}");
    Files.writeString(url, "no address");
    assertThat(notifier.hear(held)).isEqualTo(Heard.LATER);
    Files.delete(url);
    now = now.plusSeconds(5);
    assertThat(notifier.hear(held)).isEqualTo(Heard.LATER);

    // When
    Files.writeString(url, ear.url());
    now = now.plusSeconds(5);

    // Then
    assertThat(notifier.hear(held)).isEqualTo(Heard.DONE);
    assertThat(ear.taken()).hasSize(1);
  }

  @Test
  void a_file_that_cannot_be_meant_is_refused_by_what_is_wrong_with_it() throws Exception {
    for (String[] wrong :
        List.of(
            new String[] {"name: UP, format: slack, urlFile: u", "lower case"},
            new String[] {"name: a, format: fax, urlFile: u", "slack, cloudevents or mail"},
            new String[] {"name: a, format: slack", "urlFile"},
            new String[] {"name: a, format: slack, urlFile: u, text: '${who}'", "not 'who'"},
            new String[] {
              "name: a, format: mail, server: 'http://m', from: a@b, to: [c@d]", "smtps"
            },
            new String[] {
              "name: a, format: mail, server: 'smtp://u:p@m', from: a@b, to: [c@d]", "without"
            },
            new String[] {
              "name: a, format: mail, server: 'smtp://m', from: a@b, to: [nobody]", "'nobody'"
            },
            new String[] {"name: a, format: slack, urlFile: u, on: [doom]", "approval-needed"})) {
      Path file = folder.resolve("notifications.yaml");
      Files.writeString(file, "notifications:\n  - {" + wrong[0] + "}\n");

      assertThatThrownBy(
              () -> new NotificationFile(file, new MessageCodec(), new OneRestore()).targets())
          .isInstanceOf(CatalogUnreadable.class)
          .hasMessageContaining(wrong[1]);
    }
  }

  /** A shop that is restored. */
  private final class OneRestore implements RestoreViews {
    @Override
    public Optional<Summary> find(RestoreId restore) {
      return restore.equals(RESTORE)
          ? Optional.of(
              new Summary(
                  restore, "shop", "east", "shop", "small", "main", "monday", "RESTORE", "HELD",
                  "ann", "", now, null, 9))
          : Optional.empty();
    }

    @Override
    public List<Summary> list(Filter filter) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Entry> journal(RestoreId restore, long afterSeq, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Decision> decisions(@Nullable Place after, int limit) {
      throw new UnsupportedOperationException();
    }
  }
}

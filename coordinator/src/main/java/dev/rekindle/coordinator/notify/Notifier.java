package dev.rekindle.coordinator.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.coordinator.exchange.FactSubscriber;
import dev.rekindle.coordinator.view.RestoreViews;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells one target. Called by one thread. */
final class Notifier implements FactSubscriber {

  private static final Logger LOG = Logger.getLogger(Notifier.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Target target;
  private final RestoreViews restores;
  private final Patience patience;
  private final InstantSource clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ObjectMapper json = new ObjectMapper();

  /** By notification: one a partition of the topic at most. */
  private final Map<String, Patience.Failing> failing = new HashMap<>();

  Notifier(Target target, RestoreViews restores, Patience patience, InstantSource clock) {
    this.target = target;
    this.restores = restores;
    this.patience = patience;
    this.clock = clock;
  }

  @Override
  public String group() {
    return "rekindle-notify-" + target.name();
  }

  @Override
  public Heard hear(Told told) {
    Optional<Notification> wanted =
        told.at().isBefore(clock.instant().minus(patience.oldest()))
            ? Optional.empty()
            : notification(told).filter(target::wants);
    return wanted.map(this::tell).orElse(Heard.DONE);
  }

  private Optional<Notification> notification(Told told) {
    return Occasion.of(told.type())
        .flatMap(occasion ->
            restores
                .find(told.restore())
                .map(restore -> Notification.of(occasion, told, restore, detail(told))));
  }

  private String detail(Told told) {
    try {
      JsonNode fact = json.readTree(told.body());
      return fact.path("detail").asText(fact.path("reason").asText(""));
    } catch (JsonProcessingException _) {
      return "";
    }
  }

  private Heard tell(Notification notification) {
    Instant now = clock.instant();
    Patience.Failing before = failing.get(notification.id());
    if (before != null && now.isBefore(before.next())) {
      return Heard.LATER;
    }
    Optional<String> problem = problem(notification);
    if (problem.isEmpty()) {
      failing.remove(notification.id());
      return Heard.DONE;
    }
    Patience.Failing after = before == null ? patience.begin(now) : patience.again(before, now);
    if (patience.over(after, now)) {
      LOG.errorf(
          "A notification is given up target=%s restoreId=%s occasion=%s cause=%s",
          target.name(),
          notification.fact().restore(),
          notification.occasion().wireName(),
          problem.get());
      failing.remove(notification.id());
      return Heard.DONE;
    }
    LOG.warnf(
        "A notification could not be delivered, trying again target=%s restoreId=%s cause=%s",
        target.name(), notification.fact().restore(), problem.get());
    failing.put(notification.id(), after);
    return Heard.LATER;
  }

  /** Why it did not arrive; empty when it did. Never names the address, which may be a secret. */
  private Optional<String> problem(Notification notification) {
    try {
      HttpResponse<Void> answer =
          http.send(request(notification), HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() / 100 == 2
          ? Optional.empty()
          : Optional.of("status " + answer.statusCode());
    } catch (IOException e) {
      return Optional.of(e.getClass().getSimpleName());
    } catch (IllegalArgumentException e) {
      return Optional.of("the file with the address holds none");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private HttpRequest request(Notification notification) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(Files.readString(target.urlFile()).strip()))
            .timeout(PATIENCE)
            .header("Content-Type", Messages.mediaType(target.format()))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Messages.body(target, notification), StandardCharsets.UTF_8));
    if (target.tokenFile().isPresent()) {
      request.header(
          "Authorization", "Bearer " + Files.readString(target.tokenFile().get()).strip());
    }
    return request.build();
  }
}

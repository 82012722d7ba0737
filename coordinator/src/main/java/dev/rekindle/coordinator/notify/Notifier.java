package dev.rekindle.coordinator.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.coordinator.exchange.FactSubscriber;
import dev.rekindle.coordinator.view.RestoreViews;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells one target. Called by one thread. */
final class Notifier implements FactSubscriber {

  private static final Logger LOG = Logger.getLogger(Notifier.class);

  private final Target target;
  private final RestoreViews restores;
  private final Patience patience;
  private final InstantSource clock;
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

  private Optional<String> problem(Notification notification) {
    try {
      return target.channel().problem(notification);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}

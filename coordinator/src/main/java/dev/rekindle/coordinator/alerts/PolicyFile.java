package dev.rekindle.coordinator.alerts;

import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.coordinator.file.YamlFile;
import dev.rekindle.coordinator.order.CatalogUnreadable;
import dev.rekindle.coordinator.trigger.LabelMatcher;
import dev.rekindle.coordinator.trigger.TriggerPolicies;
import dev.rekindle.coordinator.trigger.TriggerPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code policies.yaml}: {@code policies} as a list of {@code name, match, application, plan,
 * backup, approval, cooldown, pauseBefore}. Read at each webhook, so that an edit counts at once. A
 * missing file has no policies.
 */
public final class PolicyFile implements TriggerPolicies {

  private static final Duration COOLDOWN = Duration.ofMinutes(30);

  private final YamlFile<Content> file;

  private record Content(List<Entry> policies) {}

  private record Entry(
      String name,
      List<String> match,
      String application,
      @Nullable String plan,
      @Nullable String backup,
      @Nullable String approval,
      @Nullable String cooldown,
      List<String> pauseBefore) {}

  public PolicyFile(Path file, MessageCodec codec) {
    this.file = new YamlFile<>(file, Content.class, codec);
  }

  /**
   * The policies in the order of the file; {@link CatalogUnreadable} says what is wrong with it.
   */
  @Override
  public List<TriggerPolicy> policies() {
    return file.read(
        List.of(), content -> content.policies().stream().map(PolicyFile::policy).toList());
  }

  private static TriggerPolicy policy(Entry entry) {
    return new TriggerPolicy(
        entry.name(),
        entry.match().stream().map(LabelMatcher::parse).toList(),
        entry.application(),
        entry.plan(),
        Objects.requireNonNullElse(entry.backup(), TriggerPolicy.NEWEST),
        approval(entry),
        entry.pauseBefore(),
        entry.cooldown() == null ? COOLDOWN : duration(entry.cooldown()));
  }

  private static TriggerPolicy.Approval approval(Entry entry) {
    return switch (entry.approval()) {
      case null -> TriggerPolicy.Approval.REQUIRED;
      case "required" -> TriggerPolicy.Approval.REQUIRED;
      case "two-persons" -> TriggerPolicy.Approval.TWO_PERSONS;
      case "none" -> TriggerPolicy.Approval.NONE;
      default ->
          throw new IllegalArgumentException(
              "Policy '" + entry.name() + "': approval is required, two-persons or none");
    };
  }

  /** {@code 30m}, {@code 90s}, {@code 2h}, or ISO 8601. */
  private static Duration duration(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    return Duration.parse(upper.startsWith("P") ? upper : "PT" + upper);
  }
}

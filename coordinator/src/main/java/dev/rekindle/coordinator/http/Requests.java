package dev.rekindle.coordinator.http;

import dev.rekindle.coordinator.restore.Signature;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of requests. Everything may be missing in JSON; what must not is refused by name. */
public final class Requests {

  private Requests() {}

  /**
   * Starts a restore.
   *
   * @param backupSet name of a set of the application's store, or {@code newest}
   * @param mode {@code restore} or {@code dry-run}; missing: restore
   * @param approval {@code none}, {@code required} or {@code two-persons}; missing: the setting's
   */
  public record Start(
      @Nullable String application,
      @Nullable String plan,
      @Nullable String backupSet,
      @Nullable String mode,
      @Nullable List<String> only,
      @Nullable List<String> pauseBefore,
      @Nullable Map<String, String> parameters,
      @Nullable String requestedBy,
      @Nullable String reason,
      @Nullable String approval) {}

  /**
   * A person's decision.
   *
   * @param digest for an approval
   * @param now for a hold: cancel what runs
   * @param stage for a waiver, with {@code code} and {@code subject}
   * @param outputs for a skip: what later stages read, values by name by output
   */
  public record Wish(
      @Nullable String by,
      @Nullable String reason,
      @Nullable String digest,
      @Nullable Boolean now,
      @Nullable String stage,
      @Nullable String code,
      @Nullable String subject,
      @Nullable Map<String, Map<String, String>> outputs) {

    Signature signature() {
      return Requests.signature(by, reason, "by");
    }
  }

  static Signature signature(@Nullable String who, @Nullable String why, String field) {
    return new Signature(given(who, field), why == null ? "" : why);
  }

  /** The value of a mandatory field. */
  static String given(@Nullable String value, String field) {
    if (value == null || value.isBlank()) {
      throw Refused.malformed("Field '" + field + "' is missing");
    }
    return value;
  }
}

package dev.rekindle.coordinator.http;

import dev.rekindle.coordinator.restore.Signature;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of requests. Everything may be missing in JSON; what must not is refused by name. */
public final class Requests {

  /** Characters of a reason or a name; they travel in messages and are read by people. */
  private static final int LONGEST_TEXT = 2_000;

  /** Characters of a whole request: what it says goes into one message, of 1 MB at most. */
  private static final int LONGEST = 100_000;

  private Requests() {}

  /**
   * Starts a restore.
   *
   * @param backupSet name of a set of the application's store, {@code newest} or {@code
   *     newest-verified}; missing for a plan that makes one
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
      @Nullable String approval) {

    Start requestedBy(String name) {
      return new Start(
          application,
          plan,
          backupSet,
          mode,
          only,
          pauseBefore,
          parameters,
          name,
          reason,
          approval);
    }
  }

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

    Wish by(String name) {
      return new Wish(name, reason, digest, now, stage, code, subject, outputs);
    }
  }

  static Signature signature(@Nullable String who, @Nullable String why, String field) {
    return new Signature(
        bounded(given(who, field), field), bounded(why == null ? "" : why, "reason"));
  }

  /** The request itself, when it is no longer than a message may be. */
  static <T extends Record> T bounded(@Nullable T body) {
    if (body == null) {
      throw Refused.malformed("The body is missing");
    }
    int length = body.toString().length();
    if (length > LONGEST) {
      throw new Refused(
          Problem.of(
              413,
              "TOO_LARGE",
              "The request has some "
                  + length
                  + " characters, at most "
                  + LONGEST
                  + " are taken; shorten its texts"));
    }
    return body;
  }

  private static String bounded(String text, String field) {
    if (text.length() > LONGEST_TEXT) {
      throw Refused.malformed(
          "Field '"
              + field
              + "' has "
              + text.length()
              + " characters, at most "
              + LONGEST_TEXT
              + " are taken");
    }
    return text;
  }

  /** A number in a query; the standard when it is not there. */
  static long number(@Nullable String text, String field, long standard) {
    try {
      return text == null || text.isBlank() ? standard : Long.parseLong(text.strip());
    } catch (NumberFormatException _) {
      throw Refused.malformed("Parameter '" + field + "' is a whole number, not '" + text + "'");
    }
  }

  /** The value of a mandatory field. */
  static String given(@Nullable String value, String field) {
    if (value == null || value.isBlank()) {
      throw Refused.malformed("Field '" + field + "' is missing");
    }
    return value;
  }
}

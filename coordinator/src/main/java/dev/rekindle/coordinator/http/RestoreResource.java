package dev.rekindle.coordinator.http;

import dev.rekindle.contract.message.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One restore as the API shows it.
 *
 * @param reason why it is held or ended badly; empty otherwise
 * @param seq number of its last fact
 * @param waits what it waits for, the next first; empty when it has ended, and only then
 * @param held what was left fenced or stopped at the end; empty when nothing was
 * @param objective recovery time objective, ISO 8601
 * @param recovery how long recovery took, or takes up to now
 * @param forecast what was to be expected when it started
 */
public record RestoreResource(
    String id,
    String application,
    String cluster,
    String namespace,
    String mode,
    String state,
    String reason,
    long seq,
    Instant startedAt,
    @Nullable Instant endedAt,
    String objective,
    Recovery recovery,
    Forecast forecast,
    Plan plan,
    Backup backup,
    Person requestedBy,
    String origin,
    @Nullable Hold hold,
    List<Wait> waits,
    Approval approval,
    List<Finding> findings,
    List<Held> held,
    List<Stage> stages) {

  /**
   * The way from the alert to verified, as the objective counts it.
   *
   * @param since when the alert began to fire; of a person's restore, when it was started
   * @param took until it succeeded, or until now; ISO 8601
   * @param met null while it is not known
   */
  public record Recovery(Instant since, String took, @Nullable Boolean met) {}

  /**
   * What earlier restores by the same plan let expect.
   *
   * @param restores how many there were; 0: nothing is known
   * @param total of all stages, side by side where they may be, ISO 8601; null when unknown
   * @param left ISO 8601; null when unknown, or when nothing runs or will run
   * @param took from the first stage to the last, ISO 8601; null before the end
   */
  public record Forecast(
      int restores, @Nullable String total, @Nullable String left, @Nullable String took) {}

  /** The pinned plan. */
  public record Plan(String name, String version, String digest) {}

  /** The pinned backup set. */
  public record Backup(String store, String set) {}

  /** Who wanted something, and why. */
  public record Person(String who, String why) {}

  /** That it waits for a person. */
  public record Hold(
      String reason, List<String> stages, String detail, Instant since, Instant nextReminder) {}

  /**
   * One thing that it waits for.
   *
   * @param stage null for the restore as a whole
   * @param reason for people; completes "waits for"
   * @param until when something follows if nothing comes, or people are reminded
   */
  public record Wait(@Nullable String stage, String reason, Instant until) {}

  /**
   * What an approval is about.
   *
   * @param digest what an approval must name; null when none is asked for
   * @param persons how many must agree
   * @param skew time between the oldest and the newest capture, ISO 8601; null when unknown
   * @param captures each artefact's true capture time
   */
  public record Approval(
      @Nullable String digest,
      int persons,
      List<Person> given,
      @Nullable String skew,
      List<Capture> captures) {}

  /**
   * One artefact.
   *
   * @param at when its data was captured; null when nobody knows
   * @param source where that was read: the artefact itself, or the manifest
   * @param lost what a restore loses of this store, for people
   */
  public record Capture(
      String artifact,
      String path,
      String format,
      long bytes,
      String sha256,
      @Nullable Instant at,
      String source,
      String lost) {}

  /** What a check saw. */
  public record Finding(
      String stage,
      String severity,
      String code,
      String subject,
      String message,
      String remedy,
      boolean waived) {}

  /**
   * What a stage at the end left as it is, because data is neither untouched nor whole.
   *
   * @param unfinished stages that are missing for that
   * @param what for people
   * @param release the command line that ends with a release
   */
  public record Held(String stage, List<String> unfinished, String what, String release) {}

  /**
   * One stage.
   *
   * @param attempts executions ordered
   * @param took from the first dispatch to the end, or until now, ISO 8601; null before
   * @param predicted what it should take, by earlier restores, ISO 8601; null when unknown
   * @param problem why it failed; empty otherwise
   */
  public record Stage(
      String id,
      String kind,
      List<String> needs,
      String status,
      boolean atEnd,
      int attempts,
      @Nullable String worker,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String took,
      @Nullable String predicted,
      @Nullable Instant retryAt,
      String problem,
      @Nullable Progress progress,
      List<Evidence> evidence,
      Map<String, Map<String, String>> outputs) {}

  /**
   * How far a stage is.
   *
   * @param percent null when the total is unknown
   * @param perSecond units a second; null when unknown
   * @param left ISO 8601; null when unknown
   */
  public record Progress(
      int attempt,
      String step,
      long done,
      long total,
      String unit,
      @Nullable Integer percent,
      @Nullable Double perSecond,
      @Nullable String left) {}
}

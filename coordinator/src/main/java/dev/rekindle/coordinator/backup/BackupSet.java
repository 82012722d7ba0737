package dev.rekindle.coordinator.backup;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupPin;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One backup set, as its manifest describes it.
 *
 * @param createdAt when its manifest was written; of a set without manifest the newest artefact
 * @param verifiedAt when all artefacts were found to be as this manifest says; null when nobody
 *     looked since it was written
 * @param artifacts entries of the manifest, or of the side files of a set of safety copies
 */
public record BackupSet(
    String store,
    String name,
    Instant createdAt,
    @Nullable Instant verifiedAt,
    List<BackupArtifact> artifacts) {

  /** Sets of safety copies begin with this; they are restored by name only, never as the newest. */
  public static final String SAFETY_PREFIX = "safety-";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int MOST_OF_APPLICATION = 64;

  public BackupSet {
    artifacts = List.copyOf(artifacts);
  }

  /**
   * What a set that is to be made is called: by its time, so that people and folders sort it, and
   * by the order that makes it, so that no two are called the same.
   */
  public static String nameFor(String application, RestoreId order, Instant now) {
    String readable = application.replaceAll("[^A-Za-z0-9._-]", "-");
    return TIME.format(now)
        + "-"
        + readable.substring(0, Math.min(readable.length(), MOST_OF_APPLICATION))
        + "-"
        + order.toString().substring(0, 8);
  }

  /** Whether it was taken by a restore of what it found. */
  public boolean safety() {
    return name.startsWith(SAFETY_PREFIX);
  }

  /** When the oldest data in it was captured, as far as that is known. */
  public Instant oldest() {
    return captured().min(Comparator.naturalOrder()).orElse(createdAt);
  }

  /** When the newest data in it was captured, as far as that is known. */
  public Instant newest() {
    return captured().max(Comparator.naturalOrder()).orElse(createdAt);
  }

  private Stream<Instant> captured() {
    return artifacts.stream().map(BackupArtifact::capturedAt).flatMap(Stream::ofNullable);
  }

  /** What a restore from this set is held to. */
  public BackupPin pin() {
    Map<String, ArtifactPin> pins =
        artifacts.stream().collect(Collectors.toMap(BackupArtifact::name, BackupArtifact::pin));
    return new BackupPin(store, name, pins);
  }

  /** Entries by artefact name. */
  public Map<String, BackupArtifact> byName() {
    return artifacts.stream().collect(Collectors.toMap(BackupArtifact::name, Function.identity()));
  }
}

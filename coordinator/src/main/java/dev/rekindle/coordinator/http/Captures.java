package dev.rekindle.coordinator.http;

import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.message.CaptureTime;
import dev.rekindle.coordinator.backup.BackupSets;
import dev.rekindle.coordinator.restore.CheckAnswer;
import dev.rekindle.coordinator.restore.RestoreState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the data of each artefact was captured, and what a restore from it loses. What an artefact
 * says of itself, read by a check, counts more than what the manifest says.
 */
final class Captures {

  private final RestoreState state;
  private final BackupSets backups;
  private final Instant now;

  Captures(RestoreState state, BackupSets backups, Instant now) {
    this.state = state;
    this.backups = backups;
    this.now = now;
  }

  List<RestoreResource.Capture> all() {
    Map<String, CaptureTime> told = told();
    Map<String, BackupArtifact> listed = listed();
    return state.order().backup().artifacts().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry ->
            capture(
                entry.getKey(),
                entry.getValue(),
                told.get(entry.getKey()),
                listed.get(entry.getKey())))
        .toList();
  }

  /** Time between the oldest and the newest capture. */
  static Optional<Duration> skew(List<RestoreResource.Capture> captures) {
    List<Instant> known =
        captures.stream().map(RestoreResource.Capture::at).filter(Objects::nonNull).toList();
    return known.stream()
        .min(Comparator.naturalOrder())
        .flatMap(oldest ->
            known.stream()
                .max(Comparator.naturalOrder())
                .map(newest -> Duration.between(oldest, newest)));
  }

  private RestoreResource.Capture capture(
      String name, ArtifactPin pin, @Nullable CaptureTime told, @Nullable BackupArtifact listed) {
    Instant noted = listed == null ? null : listed.capturedAt();
    Instant at = told == null ? noted : told.at();
    String source = told != null ? told.source() : noted != null ? "manifest" : "unknown";
    return new RestoreResource.Capture(
        name,
        pin.path(),
        pin.format().wireName(),
        pin.bytes(),
        pin.sha256(),
        at,
        source,
        at == null
            ? "unknown: nobody knows when it was captured"
            : "everything written after " + at + " (" + spoken(Duration.between(at, now)) + ")");
  }

  private static String spoken(Duration age) {
    return age.toDays() > 0
        ? age.toDays() + " d " + age.toHoursPart() + " h"
        : age.toHours() + " h " + age.toMinutesPart() + " min";
  }

  private Map<String, CaptureTime> told() {
    Map<String, CaptureTime> told = new HashMap<>();
    state
        .stages()
        .values()
        .forEach(stage -> {
          CheckAnswer check = stage.check();
          if (check != null) {
            check.captures().forEach(capture -> told.put(capture.artifact(), capture));
          }
        });
    return told;
  }

  private Map<String, BackupArtifact> listed() {
    return switch (backups.find(state.order().backup().store(), state.order().backup().set())) {
      case BackupSets.Lookup.Found(var set) -> set.byName();
      case BackupSets.Lookup.Refused _ -> Map.of();
    };
  }
}

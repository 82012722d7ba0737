package dev.rekindle.coordinator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupArtifact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackupSelectorTest {

  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

  private static final List<BackupSets.Listed> STORE =
      List.of(
          set("safety-1", hours(0), hours(0), hours(0)),
          set("tonight", hours(1), hours(2), null),
          set("noon", hours(15), hours(15), hours(14)),
          set("friday", hours(40), hours(41), hours(30)),
          new BackupSets.Listed(
              "broken",
              new BackupSets.Lookup.Refused(BackupSets.Reason.NO_MANIFEST, "no manifest")));

  @Test
  void newest_is_the_first_that_can_be_used_and_is_no_safety_copy() {
    assertThat(chosen(BackupSelector.parse("newest"))).isEqualTo("tonight");
  }

  @Test
  void newest_verified_leaves_out_what_nobody_compared() {
    assertThat(chosen(BackupSelector.parse("newest-verified"))).isEqualTo("noon");
  }

  @Test
  void the_age_is_that_of_the_oldest_artefact() {
    // When
    String within = chosen(new BackupSelector(null, true, Duration.ofHours(15), null));
    String tooOld =
        chosen(new BackupSelector(null, true, Duration.ofHours(15).minusMillis(1), null));

    // Then
    assertThat(within).isEqualTo("noon");
    assertThat(tooOld)
        .isEqualTo(
            "NONE_FITS No backup set of store 'main' fits; the newest: Backup set 'tonight' was not"
                + " verified since its manifest was written; `rekindle backup verify DIR` does it");
  }

  @Test
  void before_a_time_all_of_it_must_have_been_captured() {
    assertThat(chosen(BackupSelector.NEWEST.capturedBefore(hours(1)))).isEqualTo("noon");
    assertThat(chosen(BackupSelector.NEWEST.capturedBefore(hours(1).plusMillis(1))))
        .isEqualTo("tonight");
    assertThat(chosen(BackupSelector.NEWEST.capturedBefore(hours(15)))).isEqualTo("friday");
  }

  @Test
  void a_set_that_is_named_is_held_to_the_conditions_too() {
    assertThat(chosen(BackupSelector.parse("safety-1"))).isEqualTo("safety-1");
    assertThat(chosen(new BackupSelector("tonight", true, null, null)))
        .startsWith("NONE_FITS Backup set 'tonight' was not verified");
    assertThat(chosen(BackupSelector.parse("never"))).startsWith("UNKNOWN_SET");
    assertThat(chosen(BackupSelector.parse("broken"))).isEqualTo("NO_MANIFEST no manifest");
  }

  private static String chosen(BackupSelector selector) {
    return switch (selector.choose("main", STORE, NOW)) {
      case BackupSets.Lookup.Found(BackupSet set) -> set.name();
      case BackupSets.Lookup.Refused(BackupSets.Reason reason, String message) ->
          reason + " " + message;
    };
  }

  private static BackupSets.Listed set(
      String name, Instant newest, Instant oldest, @Nullable Instant verified) {
    return new BackupSets.Listed(
        name,
        new BackupSets.Lookup.Found(
            new BackupSet(
                "main",
                name,
                newest,
                verified,
                List.of(artifact("a", newest), artifact("b", oldest)))));
  }

  private static BackupArtifact artifact(String name, Instant at) {
    return new BackupArtifact(
        name, new ArtifactPin(name, ArtifactFormat.RDB, "ab", 1), at, "", "", Map.of());
  }

  private static Instant hours(int ago) {
    return NOW.minus(Duration.ofHours(ago));
  }
}

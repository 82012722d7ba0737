package dev.rekindle.coordinator.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which backup set of a store is meant.
 *
 * @param name null for the newest that fits; safety copies are taken by name only
 * @param verified only one whose artefacts were compared with its manifest
 * @param notOlderThan age of its oldest artefact at most; null for any
 * @param before when all of it must have been captured; null for any time
 */
public record BackupSelector(
    @Nullable String name,
    boolean verified,
    @Nullable Duration notOlderThan,
    @Nullable Instant before) {

  private static final String NEWEST_TEXT = "newest";
  private static final String VERIFIED_TEXT = "newest-verified";

  /** The newest that can be used. */
  public static final BackupSelector NEWEST = new BackupSelector(null, false, null, null);

  /** {@code newest}, {@code newest-verified}, or the name of a set. */
  public static BackupSelector parse(String text) {
    return switch (text) {
      case NEWEST_TEXT -> NEWEST;
      case VERIFIED_TEXT -> new BackupSelector(null, true, null, null);
      default -> new BackupSelector(text, false, null, null);
    };
  }

  public BackupSelector capturedBefore(Instant time) {
    return new BackupSelector(name, verified, notOlderThan, time);
  }

  /**
   * The set that is meant, of all those of a store.
   *
   * @param listed the newest first
   */
  public BackupSets.Lookup choose(String store, List<BackupSets.Listed> listed, Instant now) {
    String wanted = name;
    if (wanted != null) {
      return listed.stream()
          .filter(one -> one.name().equals(wanted))
          .findFirst()
          .map(one -> held(one.lookup(), now))
          .orElseGet(() ->
              new BackupSets.Lookup.Refused(
                  BackupSets.Reason.UNKNOWN_SET,
                  "Store '" + store + "' has no backup set '" + wanted + "'"));
    }
    List<BackupSet> usable =
        listed.stream()
            .map(BackupSets.Listed::lookup)
            .flatMap(lookup ->
                lookup instanceof BackupSets.Lookup.Found(BackupSet set) && !set.safety()
                    ? Optional.of(set).stream()
                    : Optional.<BackupSet>empty().stream())
            .toList();
    return usable.stream()
        .filter(set -> misfit(set, now).isEmpty())
        .findFirst()
        .<BackupSets.Lookup>map(BackupSets.Lookup.Found::new)
        .orElseGet(() -> none(store, usable, now));
  }

  private BackupSets.Lookup held(BackupSets.Lookup lookup, Instant now) {
    return lookup instanceof BackupSets.Lookup.Found(BackupSet set)
        ? misfit(set, now)
            .<BackupSets.Lookup>map(
                reason -> new BackupSets.Lookup.Refused(BackupSets.Reason.NONE_FITS, reason))
            .orElse(lookup)
        : lookup;
  }

  private BackupSets.Lookup none(String store, List<BackupSet> usable, Instant now) {
    return usable.isEmpty()
        ? new BackupSets.Lookup.Refused(
            BackupSets.Reason.UNKNOWN_SET,
            "Store '"
                + store
                + "' has no usable backup set; `rekindle backup index DIR` writes the manifest of"
                + " one")
        : new BackupSets.Lookup.Refused(
            BackupSets.Reason.NONE_FITS,
            "No backup set of store '"
                + store
                + "' fits; the newest: "
                + misfit(usable.getFirst(), now).orElse(""));
  }

  private Optional<String> misfit(BackupSet set, Instant now) {
    if (verified && set.verifiedAt() == null) {
      return Optional.of(
          "Backup set '"
              + set.name()
              + "' was not verified since its manifest was written; `rekindle backup verify DIR`"
              + " does it");
    }
    if (notOlderThan != null && set.oldest().isBefore(now.minus(notOlderThan))) {
      return Optional.of(
          "Backup set '"
              + set.name()
              + "' was captured at "
              + set.oldest()
              + " and is older than "
              + notOlderThan);
    }
    if (before != null && !set.newest().isBefore(before)) {
      return Optional.of(
          "Backup set '"
              + set.name()
              + "' was captured at "
              + set.newest()
              + ", not before "
              + before);
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name == null ? NEWEST_TEXT : name);
    text.append(verified ? ", verified" : "");
    text.append(notOlderThan == null ? "" : ", not older than " + notOlderThan);
    return text.append(before == null ? "" : ", captured before " + before).toString();
  }
}

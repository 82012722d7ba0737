package dev.rekindle.coordinator.backup;

import java.time.Instant;
import java.util.List;

/** The backup sets of the artefact stores. Reads manifests only. */
public interface BackupSets {

  /** What came of looking for a set. */
  sealed interface Lookup {
    /** The set, readable. */
    record Found(BackupSet set) implements Lookup {}

    /** There is no such set, or it cannot be used; the message says what to do. */
    record Refused(Reason reason, String message) implements Lookup {}
  }

  /** Why a set cannot be used. */
  enum Reason {
    UNKNOWN_STORE,
    UNKNOWN_SET,
    NO_MANIFEST,
    UNREADABLE_MANIFEST,
    /** It is being made, or its making ended before it was whole. */
    NOT_SEALED,
    /** There are sets, and none is as it is wanted. */
    NONE_FITS,
    STORE_UNREACHABLE
  }

  /** One set by name. */
  Lookup find(String store, String set);

  /** The set that a selector means. */
  Lookup select(String store, BackupSelector wanted, Instant now);

  /** All folders of a store, newest set first, unusable ones last with what is wrong with them. */
  List<Listed> list(String store);

  /** A folder of a store. */
  record Listed(String name, Lookup lookup) {}
}

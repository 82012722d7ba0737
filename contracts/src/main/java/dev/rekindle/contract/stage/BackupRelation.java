package dev.rekindle.contract.stage;

/** What a value of a backup set must be to one of the target. */
public enum BackupRelation {
  /** The same text. */
  SAME,
  /** A version, dotted numbers, that is not newer; 2.15 is not newer than 2.15.5 and vice versa. */
  NOT_NEWER
}

package dev.rekindle.contract.stage;

/** Whose the imported objects are. */
public enum DumpOwners {
  /** Whoever the dump says: DEFINER in MySQL, OWNER TO in PostgreSQL. */
  KEEP,
  /** The user that imports; what the dump says is left out. */
  IMPORTER
}

package dev.rekindle.contract.stage;

/** How much of what was restored is compared with the artefact. */
public enum ProofDepth {
  /** Every key, value and expiry. */
  FULL,
  /**
   * The number of keys of each database exactly, and value and expiry of about ten thousand keys
   * taken by chance. Of snapshots of fewer than twenty thousand, everything.
   */
  SAMPLED
}

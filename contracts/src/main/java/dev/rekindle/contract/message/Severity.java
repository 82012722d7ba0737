package dev.rekindle.contract.message;

/** How much a finding matters. */
public enum Severity {
  /** Good to know. */
  INFO,
  /** Could not be checked yet; the stage's own run checks it. */
  DEFERRED,
  /** A person should look before approving. */
  WARNING,
  /** Nothing may be changed while this stands, unless an operator waives it by name. */
  BLOCKER
}

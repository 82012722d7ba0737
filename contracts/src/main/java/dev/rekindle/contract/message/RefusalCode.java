package dev.rekindle.contract.message;

/** Why a worker did not take a command over. */
public enum RefusalCode {
  /** All places are taken; the coordinator dispatches again later without counting a failure. */
  BUSY,
  /** This worker has no handler for the kind. */
  UNKNOWN_KIND,
  /** This worker does not serve the cluster. */
  WRONG_CLUSTER,
  /** The deadline had passed when the command arrived. */
  TOO_LATE,
  /** The worker is shutting down. */
  STOPPING,
  /** Sent by a newer worker; read by this version as a refusal without known reason. */
  UNRECOGNISED
}

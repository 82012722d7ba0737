package dev.rekindle.contract.message;

/** The closed set of things that can be wrong, in findings and in failures alike. */
public enum ProblemCode {
  /** Nothing is wrong; a fact worth knowing. */
  NOTED,
  /** Cannot be checked yet: it depends on what an earlier stage will do. */
  DEFERRED,
  /** The backup set does not hold the artefact, or its file is gone. */
  ARTIFACT_MISSING,
  /** The file ends too early: compressed stream cut, trailer absent, fewer bytes than pinned. */
  ARTIFACT_TRUNCATED,
  /** The bytes are not the ones that were pinned. */
  ARTIFACT_DIGEST_MISMATCH,
  /** The content is damaged or not of the declared format. */
  ARTIFACT_CORRUPT,
  /** A valid artefact that this version cannot restore, or newer than the target can read. */
  ARTIFACT_UNSUPPORTED,
  /** No answer from the target, or no route to it. */
  TARGET_UNREACHABLE,
  /** Another live restore holds the target. */
  TARGET_HELD,
  /** The target holds something this restore did not put there and may not remove. */
  TARGET_NOT_EMPTY,
  /** The target accepts no changes. */
  TARGET_READ_ONLY,
  /** The target's version or settings do not fit. */
  TARGET_UNSUITABLE,
  /** The referenced secret or key is missing. */
  CREDENTIALS_MISSING,
  /** The target refused the credentials. */
  CREDENTIALS_REFUSED,
  /** A right is missing. */
  PERMISSION_MISSING,
  /** Not enough room. */
  SPACE_SHORT,
  /** Somebody is still connected or running who could write. */
  WRITERS_PRESENT,
  /** Another plan fits what is there; the finding's subject is its name. */
  ANOTHER_PLAN,
  /** A Kubernetes object that the plan names does not exist. */
  OBJECT_MISSING,
  /** Somebody else changed the object at the same time. */
  CONFLICT,
  /** Pods do not become ready; the detail says why. */
  ROLLOUT_STALLED,
  /** A command in a pod ended with a failure. */
  COMMAND_FAILED,
  /** The result is not what it must be. */
  VERIFICATION_FAILED,
  /** A row or statement was refused by the target. */
  DATA_REFUSED,
  /** An output of an earlier stage is needed and absent. */
  INPUT_MISSING,
  /** The specification makes no sense. */
  SPEC_INVALID,
  /** The attempt's time ran out. */
  DEADLINE_EXCEEDED,
  /** The connection broke; the state is resumable. */
  CONNECTION_LOST,
  /** No worker answered in time. */
  WORKER_SILENT,
  /** A defect: the detail carries the exception's class and message. */
  UNEXPECTED,
  /** Sent by a newer participant; read by this version as an unknown problem. */
  UNRECOGNISED
}

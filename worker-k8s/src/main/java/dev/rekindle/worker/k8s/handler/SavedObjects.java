package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.ObjectRestore;
import dev.rekindle.worker.k8s.plan.DataObject;
import dev.rekindle.worker.k8s.plan.SavedPointer;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.ObjectJson;
import dev.rekindle.worker.k8s.target.ObjectJson.Artifact;
import dev.rekindle.worker.kit.artifact.PinnedBackup;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Where copies of objects are: in a backup set, or in a Secret that a backup set points to. */
final class SavedObjects {

  /** A Secret or ConfigMap has at most 1 MiB; as JSON with base64 it stays well below this. */
  private static final int MOST_BYTES = 8 << 20;

  private SavedObjects() {}

  static ObjectRef secretOf(RestoreId restore) {
    return new ObjectRef(
        "v1", DataObject.SECRET, "rekindle-safety-" + restore.toString().substring(0, 8));
  }

  static String keyOf(ObjectRef ref) {
    return ref.kind() + "." + ref.name() + ".json";
  }

  /** As an indexed 3scale backup calls it, so that one plan restores both. */
  static String artifactOf(ObjectRef ref) {
    return PinnedBackup.artifactOfObject(ref.name());
  }

  static SavedPointer pointer(ObjectRef secret, ObjectRef ref, Optional<String> base64) {
    return new SavedPointer(
        secret.name(),
        keyOf(ref),
        base64.map(text -> sha256(Base64.getDecoder().decode(text))).orElse(""));
  }

  /**
   * The object an artefact stands for; empty when the pointer says that it did not exist. A damaged
   * artefact is ARTIFACT_CORRUPT, a copy that is gone ARTIFACT_MISSING.
   */
  static Optional<Artifact.Whole> load(
      Application application, PinnedBackup backup, ObjectRestore order) {
    byte[] json;
    try (InputStream in = backup.open(order.artifact())) {
      json = in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST,
          "Cannot read " + order.artifact() + ": " + e.getMessage(),
          e);
    }
    return switch (ObjectJson.read(json, order.artifact())) {
      case Artifact.Whole whole -> Optional.of(whole);
      case Artifact.Pointer pointer -> follow(application, pointer.pointer(), order);
    };
  }

  private static Optional<Artifact.Whole> follow(
      Application application, SavedPointer pointer, ObjectRestore order) {
    if (pointer.sha256().isEmpty()) {
      return Optional.empty();
    }
    ObjectRef secret = new ObjectRef("v1", DataObject.SECRET, pointer.secret());
    byte[] json =
        application
            .objects()
            .find(secret)
            .map(copies -> copies.data().get(pointer.key()))
            .map(text -> Base64.getDecoder().decode(text))
            .orElseThrow(() ->
                StageProblem.permanent(
                    ProblemCode.ARTIFACT_MISSING,
                    "The copy of " + order.object() + " is not in " + secret + " any more"));
    if (!sha256(json).equals(pointer.sha256())) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_DIGEST_MISMATCH,
          "The copy of " + order.object() + " in " + secret + " was changed since it was taken");
    }
    return switch (ObjectJson.read(json, order.artifact())) {
      case Artifact.Whole whole -> Optional.of(whole);
      case Artifact.Pointer nested ->
          throw StageProblem.permanent(
              ProblemCode.ARTIFACT_CORRUPT,
              "The copy of " + order.object() + " points to another: " + nested.pointer().secret());
    };
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

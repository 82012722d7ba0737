package dev.rekindle.worker.redis.content;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.PinnedBackup;
import dev.rekindle.worker.kit.cluster.PodFiles;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.rdb.RdbException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/** Snapshots of the pinned backup set: valid or refused, and their content. */
@ApplicationScoped
public class SnapshotArtifacts {

  private static final int REMEMBERED = 64;

  private final ArtifactStores stores;
  private final Map<String, Fingerprint> known = new ConcurrentHashMap<>();

  public SnapshotArtifacts(ArtifactStores stores) {
    this.stores = stores;
  }

  /**
   * The content as of its capture, from a full walk with digest and checksum; remembered by the
   * pinned digest. ARTIFACT_MISSING, ARTIFACT_TRUNCATED, ARTIFACT_DIGEST_MISMATCH, ARTIFACT_CORRUPT
   * or ARTIFACT_UNSUPPORTED otherwise.
   */
  public Fingerprint inspect(String artifact, Attempt attempt, LongConsumer progress) {
    PinnedBackup backup = stores.backup(attempt.context());
    ArtifactPin pin = pin(backup, artifact);
    backup.probe(artifact);
    String name = name(pin, attempt);
    Fingerprint seen = known.get(name);
    if (seen != null) {
      // The walk is remembered, the bytes are not: what lies there now may be damaged since.
      return read(backup, artifact, _ -> seen);
    }
    ComparisonRules rules = ComparisonRules.of(attempt.ref().restore());
    Fingerprint read = read(backup, artifact, in -> ContentReader.asCaptured(in, rules, progress));
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    known.put(name, read);
    return read;
  }

  /**
   * The content as it is at a moment. It is not walked again when nothing in it has expired since
   * {@link #inspect}; its bytes are read and their digest is proven in any case.
   */
  public Fingerprint at(
      Instant at, String artifact, ComparisonRules rules, Attempt attempt, LongConsumer progress) {
    PinnedBackup backup = stores.backup(attempt.context());
    Fingerprint seen = known.get(name(pin(backup, artifact), attempt));
    if (seen != null && rules.equals(ComparisonRules.of(attempt.ref().restore()))) {
      Optional<Fingerprint> still = seen.stillAt(at);
      if (still.isPresent()) {
        return read(backup, artifact, _ -> still.get());
      }
    }
    return read(backup, artifact, in -> ContentReader.at(at, in, rules, progress));
  }

  /**
   * A sample of its keys by chance, and how many there are; empty when a sample could not decide:
   * it has few keys (nothing is read then), or they expire (see {@link Sample}).
   *
   * @param keys how many it has
   */
  public Optional<Sample> sample(
      long keys, String artifact, ComparisonRules rules, Attempt attempt, LongConsumer progress) {
    if (!Sample.decides(keys)) {
      return Optional.empty();
    }
    return read(
        artifact, attempt, in -> Sample.of(in, rules, keys, new SplittableRandom(), progress));
  }

  /** What counts depends on the restore: on the names of what it put aside. */
  private static String name(ArtifactPin pin, Attempt attempt) {
    return pin.sha256() + "/" + attempt.ref().restore();
  }

  /** The bytes, to be sent to a pod. */
  public PodFiles.Source source(String artifact, Attempt attempt) {
    PinnedBackup backup = stores.backup(attempt.context());
    ArtifactPin pin = pin(backup, artifact);
    return new PodFiles.Source() {
      @Override
      public long bytes() {
        return pin.bytes();
      }

      @Override
      public String sha256() {
        return pin.sha256();
      }

      @Override
      public InputStream open(long offset) {
        return backup.openAt(artifact, offset);
      }
    };
  }

  /** What was pinned; SPEC_INVALID when it is no snapshot. */
  public ArtifactPin pin(String artifact, Attempt attempt) {
    return pin(stores.backup(attempt.context()), artifact);
  }

  /** Reads a snapshot to its end. */
  public interface Reading<T> {
    T of(InputStream in) throws IOException;
  }

  /** Reads the whole artefact, proving its digest. */
  public <T> T read(String artifact, Attempt attempt, Reading<T> reading) {
    return read(stores.backup(attempt.context()), artifact, reading);
  }

  private static <T> T read(PinnedBackup backup, String artifact, Reading<T> reading) {
    try (InputStream in = backup.open(artifact)) {
      T result = reading.of(in);
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return result;
    } catch (RdbException e) {
      throw StageProblem.permanent(code(e), "Artefact " + artifact + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST, "Artefact " + artifact + ": " + e.getMessage(), e);
    }
  }

  private static ArtifactPin pin(PinnedBackup backup, String artifact) {
    ArtifactPin pin = backup.pin(artifact);
    if (pin.format() != ArtifactFormat.RDB) {
      throw StageProblem.permanent(
          ProblemCode.SPEC_INVALID,
          "Artefact %s is %s, not a Redis snapshot".formatted(artifact, pin.format().wireName()));
    }
    return pin;
  }

  private static ProblemCode code(RdbException problem) {
    return switch (problem.problem()) {
      case TRUNCATED -> ProblemCode.ARTIFACT_TRUNCATED;
      case CORRUPT -> ProblemCode.ARTIFACT_CORRUPT;
      case UNSUPPORTED -> ProblemCode.ARTIFACT_UNSUPPORTED;
    };
  }
}

package dev.rekindle.worker.db.handler;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.DatabaseTarget;
import dev.rekindle.worker.db.importer.input.DumpSource;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.mysql.MySqlDialect;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.postgres.PostgresDialect;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseServer;
import dev.rekindle.worker.db.importer.target.KeptAside;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.PinnedBackup;
import dev.rekindle.worker.kit.artifact.VerifiedStream;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.Clusters;
import dev.rekindle.worker.kit.cluster.Login;
import dev.rekindle.worker.kit.cluster.Route;
import dev.rekindle.worker.kit.cluster.Secrets;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The way from a specification to a server and to a dump. */
@ApplicationScoped
class Databases {

  private final Clusters clusters;
  private final ArtifactStores stores;

  Databases(Clusters clusters, ArtifactStores stores) {
    this.clusters = clusters;
    this.stores = stores;
  }

  /** A server within reach, as long as it is open. */
  record Reached(Route route, DatabaseServer server, DatabaseAddress address)
      implements AutoCloseable {

    /** The pod it runs in; empty outside the cluster. */
    String podUid() {
      return route.pod().map(pod -> pod.uid()).orElse("");
    }

    @Override
    public void close() {
      route.close();
    }
  }

  /** With the login that the application's Secrets hold; CREDENTIALS_MISSING when they do not. */
  Reached reach(DatabaseTarget target, Attempt attempt) {
    Login login =
        cluster(attempt).secrets().login(attempt.context().namespace(), target.credentials());
    return reach(target, attempt, login);
  }

  /**
   * The login as it will be when Secrets that are gone have come back from the backup set;
   * CREDENTIALS_MISSING when neither cluster nor set holds it.
   */
  Login loginToCome(DatabaseTarget target, Attempt attempt) {
    Secrets present = cluster(attempt).secrets();
    SavedSecrets saved = new SavedSecrets(stores.backup(attempt.context()));
    String namespace = attempt.context().namespace();
    return Login.of(
        target.credentials(),
        ref -> {
          try {
            return present.value(namespace, ref);
          } catch (StageProblem gone) {
            if (gone.code() != ProblemCode.CREDENTIALS_MISSING) {
              throw gone;
            }
            return saved.value(ref).orElseThrow(() -> gone);
          }
        });
  }

  Reached reach(DatabaseTarget target, Attempt attempt, Login login) {
    Route route = cluster(attempt).reach().to(attempt.context().namespace(), target.endpoint());
    DatabaseAddress address =
        new DatabaseAddress(
            route.host(), route.port(), target.database(), login.username(), login.password());
    return new Reached(route, server(target), address);
  }

  Cluster cluster(Attempt attempt) {
    return clusters.named(attempt.context().cluster());
  }

  ArtifactStores stores() {
    return stores;
  }

  DatabaseServer server(DatabaseTarget target) {
    return switch (target.engine()) {
      case MYSQL -> new DatabaseServer(new MySqlDialect());
      case POSTGRESQL -> new DatabaseServer(new PostgresDialect());
    };
  }

  /** What an attempt says to the fence of a target. */
  static Claim claim(DatabaseTarget target, AttemptRef ref) {
    return new Claim(
        target.database(),
        ref.restore().toString(),
        ref.stage().toString(),
        ref.number(),
        ref.fence());
  }

  /** Reports each step of a swap; ends it between two of them when the attempt is cancelled. */
  static KeptAside.Watch telling(Attempt attempt) {
    return step -> {
      attempt.throwIfCancelled();
      attempt.report(new Progress(step, 0, 0, "steps"));
    };
  }

  static ArtifactFormat format(DatabaseTarget target) {
    return switch (target.engine()) {
      case MYSQL -> ArtifactFormat.MYSQL_DUMP_GZIP;
      case POSTGRESQL -> ArtifactFormat.POSTGRES_DUMP_GZIP;
    };
  }

  /**
   * The pinned dump; ARTIFACT_UNSUPPORTED when it is one of another engine.
   *
   * @param source the database of it that is wanted; null for the only one
   */
  DumpSource dump(
      DatabaseTarget target, String artifact, @Nullable String source, Attempt attempt) {
    PinnedBackup backup = stores.backup(attempt.context());
    ArtifactPin pin = backup.pin(artifact);
    if (pin.format() != format(target)) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          "Artefact %s is of format %s; database %s needs %s"
              .formatted(
                  artifact, pin.format().wireName(), target.database(), format(target).wireName()));
    }
    backup.probe(artifact);
    return () -> {
      VerifiedStream bytes = backup.open(artifact);
      return DumpStream.decompress(bytes, pin.bytes(), bytes::position, bytes::verifyToEnd)
          .only(source == null ? "" : source);
    };
  }

  String sha256(String artifact, Attempt attempt) {
    return stores.backup(attempt.context()).pin(artifact).sha256();
  }
}

package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.LoadWay;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeCluster;
import dev.rekindle.worker.kit.testing.FakeClusters;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.site.KubernetesRedisSites;
import dev.rekindle.worker.redis.testing.Backups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * {@code OneLoad STORE PORT RESTORE ATTEMPT}: one attempt over the wire, in a process of its own.
 */
final class OneLoad {

  static final int SUPERSEDED = 3;

  private OneLoad() {}

  public static void main(String[] arguments) throws IOException {
    Backups backups = new Backups(Path.of(arguments[0]));
    int number = Integer.parseInt(arguments[3]);
    FakeAttempt first = backups.kept();
    FakeAttempt attempt =
        first.withRef(
            new AttemptRef(
                new RestoreId(UUID.fromString(arguments[2])), first.ref().stage(), number, number));
    System.exit(end(backups, Integer.parseInt(arguments[1]), attempt));
  }

  private static int end(Backups backups, int port, FakeAttempt attempt) {
    try {
      StageOutcome outcome =
          new LoadRedisHandler(
                  new KubernetesRedisSites(new FakeClusters(new FakeCluster())),
                  new SnapshotArtifacts(backups.stores()))
              .run(spec(port), attempt);
      System.out.println(outcome);
      return outcome instanceof StageOutcome.Done ? 0 : 1;
    } catch (AttemptEnded ended) {
      System.out.println(ended.outcome());
      return ended.outcome() instanceof StageOutcome.Superseded ? SUPERSEDED : 1;
    }
  }

  static LoadRedis spec(int port) {
    return new LoadRedis(
        RedisTarget.external(Endpoint.ofHost("127.0.0.1", port), null, null, null),
        Backups.ARTIFACT,
        LoadWay.WIRE,
        null);
  }
}

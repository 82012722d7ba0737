package dev.rekindle.worker.redis.load;

import dev.rekindle.worker.redis.rdb.RdbSummary;
import dev.rekindle.worker.redis.server.ServerVersion;
import java.util.Optional;

/** Which servers can load which snapshots. A newer format ends in a crash loop of the server. */
final class Loadable {

  private Loadable() {}

  /** Why a server cannot load a snapshot; empty when it can. */
  static Optional<String> byVersion(RdbSummary snapshot, ServerVersion server) {
    if (snapshot.version() <= server.newestSnapshot()) {
      return Optional.empty();
    }
    return Optional.of(
        "The snapshot has format %d, written by Redis %s; Redis %s reads up to %d"
            .formatted(
                snapshot.version(), snapshot.serverVersion(), server, server.newestSnapshot()));
  }
}

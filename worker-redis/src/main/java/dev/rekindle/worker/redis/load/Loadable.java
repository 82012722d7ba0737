package dev.rekindle.worker.redis.load;

import dev.rekindle.worker.redis.rdb.RdbReader;
import dev.rekindle.worker.redis.rdb.RdbSummary;
import dev.rekindle.worker.redis.server.ServerVersion;
import java.util.Optional;

/** Which servers can load which snapshots. A newer format ends in a crash loop of the server. */
final class Loadable {

  private Loadable() {}

  /** Why a server cannot load a snapshot; empty when it can. */
  static Optional<String> byVersion(RdbSummary snapshot, ServerVersion server) {
    if (server.reads(snapshot.version())) {
      return Optional.empty();
    }
    return Optional.of(
        "The snapshot has format %d, written by %s; %s writes format %d and does not read that"
            .formatted(
                snapshot.version(), snapshot.serverVersion(), server, server.snapshotFormat()));
  }

  /**
   * Why there is no room for a snapshot beside the old files; empty when there is, or nobody knows.
   * The log of a server before 7.0 is a second copy; to compare, a server saves what it holds.
   *
   * @param free bytes
   */
  static Optional<String> roomShort(Optional<Long> free, ServerVersion server, long bytes) {
    long needed = (server.multiPartLog() ? 2 : 3) * bytes;
    return free.filter(room -> room < needed)
        .map(room ->
            "%d bytes free; the snapshot and the one it is compared by need %d beside the old files"
                .formatted(room, needed));
  }

  /** Why what a server holds could not be compared with a snapshot; empty when it can be. */
  static Optional<String> unprovable(ServerVersion server) {
    return RdbReader.knows(server.snapshotFormat())
        ? Optional.empty()
        : Optional.of(
            "%s writes snapshots of a format that this version of Rekindle does not know, so the"
                    .formatted(server)
                + " result could not be proven");
  }
}

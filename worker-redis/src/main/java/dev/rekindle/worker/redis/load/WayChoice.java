package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.stage.LoadWay;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.wire.WireLoad;
import java.util.Optional;

/**
 * By which way a snapshot goes into a server.
 *
 * @param reason why this one, for people
 */
record WayChoice(LoadWay way, String reason) {

  /** What the plan says, or else what the server's surroundings allow. */
  static WayChoice of(
      LoadRedis spec, Optional<RedisSite.Running> running, Attempt attempt, String sha256) {
    LoadWay given = spec.way();
    if (given != null) {
      return new WayChoice(given, "as the plan says");
    }
    if (spec.target().claim() == null) {
      return new WayChoice(LoadWay.WIRE, "only its endpoint is known");
    }
    if (running.isEmpty()) {
      return new WayChoice(LoadWay.FILE, "its data lies on a claim");
    }
    try (RedisServer redis = running.get().connect()) {
      if (redis.persistence().loading()) {
        return new WayChoice(LoadWay.FILE, "its data lies on a claim");
      }
      if (redis.clustered()) {
        return new WayChoice(LoadWay.WIRE, "it is a node of a Redis cluster");
      }
      if (WireLoad.begun(redis, attempt, sha256)) {
        return new WayChoice(LoadWay.WIRE, "an earlier attempt began so");
      }
      if (!redis.info("replication").getOrDefault("connected_slaves", "0").equals("0")) {
        return new WayChoice(LoadWay.WIRE, "it has replicas, which a restart would set in motion");
      }
      return new WayChoice(LoadWay.FILE, "its data lies on a claim, and it stands alone");
    }
  }
}

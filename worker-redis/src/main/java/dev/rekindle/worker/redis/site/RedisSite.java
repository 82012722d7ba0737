package dev.rekindle.worker.redis.site;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.server.RedisServer;
import java.util.Optional;

/**
 * One Redis server in its surroundings, for one attempt. All failures are {@code StageProblem}s;
 * waiting ends with the attempt.
 */
public interface RedisSite extends AutoCloseable {

  /** A server that answers. */
  interface Running {

    /** Uid of its pod. */
    String podUid();

    /** A connection of its own to database 0, logged in. */
    RedisServer connect();

    /** A connection to another node of the same cluster; only outside of the cluster's pods. */
    default RedisServer connect(String host, int port) {
      throw StageProblem.permanent(
          ProblemCode.TARGET_UNSUITABLE,
          "Nodes of a Redis cluster that run in pods are not reached one by one; give the"
              + " endpoint's host instead");
    }

    /** Its volume, seen from beside it. Look only: the server works there. */
    Volume volume();
  }

  /** Makes the data folder this attempt's: a Lease for the claim takes the fence token. */
  void fence();

  /** Throws unless this attempt's token is still the highest that was seen. */
  void confirmFence();

  /** Gives the Lease back; the token stays. */
  void release();

  /** The server, when it is ready. */
  Optional<Running> running();

  /** The server; TARGET_UNREACHABLE (retryable) when it is not ready. */
  default Running required() {
    return running()
        .orElseThrow(() ->
            StageProblem.passing(ProblemCode.TARGET_UNREACHABLE, "The Redis server is not ready"));
  }

  /** Brings the server down and waits until its last pod is gone. */
  void stop();

  /** Brings the server up with one replica, or as many as it had, and waits until it is ready. */
  Running start();

  /**
   * The volume of a stopped server, in a helper pod of this attempt; helpers of earlier attempts
   * are gone when this returns. The helper stays for further calls, and goes before the server
   * starts.
   */
  Volume open();

  /** Removes what belongs to this attempt only, such as its helper pod. */
  @Override
  void close();
}

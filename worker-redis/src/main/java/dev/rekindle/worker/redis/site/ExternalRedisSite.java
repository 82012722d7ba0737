package dev.rekindle.worker.redis.site;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.cluster.Route;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.server.RedisServer;
import java.util.Optional;

/**
 * A server of which only the endpoint is known. Nothing of it can be stopped, and its fence is the
 * one it keeps itself.
 */
final class ExternalRedisSite implements RedisSite {

  private final Dialling dialling;
  private final RedisTarget target;

  ExternalRedisSite(Cluster cluster, RedisTarget target, Attempt attempt) {
    this.dialling = new Dialling(cluster, target, attempt.context().namespace());
    this.target = target;
  }

  @Override
  public void fence() {}

  @Override
  public void confirmFence() {}

  @Override
  public void release() {}

  @Override
  public Optional<Running> running() {
    try (Route route = dialling.route()) {
      String uid = route.pod().map(PodRef::uid).orElse("");
      Running running = new Up(uid);
      running.connect().close();
      return Optional.of(running);
    } catch (StageProblem problem) {
      if (problem.code() == ProblemCode.TARGET_UNREACHABLE && problem.retryable()) {
        return Optional.empty();
      }
      if (problem.code() == ProblemCode.CONNECTION_LOST) {
        return Optional.empty();
      }
      throw problem;
    }
  }

  @Override
  public void stop() {
    throw Installed.missing(target);
  }

  @Override
  public Running start() {
    throw Installed.missing(target);
  }

  @Override
  public Volume open() {
    throw Installed.missing(target);
  }

  @Override
  public void close() {}

  private final class Up implements Running {
    private final String uid;

    private Up(String uid) {
      this.uid = uid;
    }

    @Override
    public String podUid() {
      return uid;
    }

    @Override
    public RedisServer connect() {
      return dialling.connect(dialling.route());
    }

    @Override
    public RedisServer connect(String host, int port) {
      return dialling.connect(dialling.route(host, port));
    }

    @Override
    public Volume volume() {
      throw Installed.missing(target);
    }
  }
}

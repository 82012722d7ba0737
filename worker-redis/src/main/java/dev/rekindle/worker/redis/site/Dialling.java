package dev.rekindle.worker.redis.site;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.RedisTls;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.Route;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.server.Trust;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Connects to a server and logs in, as its target says. */
final class Dialling {

  private static final Duration SILENCE = Duration.ofMinutes(2);

  private final Cluster cluster;
  private final RedisTarget target;
  private final String namespace;

  Dialling(Cluster cluster, RedisTarget target, String namespace) {
    this.cluster = cluster;
    this.target = target;
    this.namespace = namespace;
  }

  /** The way to it; whoever gets it closes it. */
  Route route() {
    return cluster.reach().to(namespace, target.endpoint());
  }

  /** The way to another node of the same Redis cluster, outside of pods. */
  Route route(String host, int port) {
    return cluster.reach().to(namespace, Endpoint.ofHost(host, port));
  }

  /** A connection of its own; the route goes when it is closed, or here when this fails. */
  RedisServer connect(Route route) {
    try {
      RedisServer redis = new RedisServer(open(route), target.place(), route::close);
      login(redis);
      return redis;
    } catch (SSLException | GeneralSecurityException e) {
      route.close();
      throw StageProblem.permanent(
          ProblemCode.TARGET_UNREACHABLE,
          "%s: no TLS connection that can be trusted: %s".formatted(target.place(), e.getMessage()),
          e);
    } catch (IOException e) {
      route.close();
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST,
          "%s does not accept connections: %s".formatted(target.place(), e.getMessage()),
          e);
    } catch (StageProblem problem) {
      route.close();
      throw problem;
    }
  }

  private RespConnection open(Route route) throws IOException, GeneralSecurityException {
    RedisTls tls = target.tls();
    if (tls == null) {
      return RespConnection.open(route.host(), route.port(), SILENCE);
    }
    SecretRef ca = tls.ca();
    return RespConnection.openTls(
        route.host(),
        route.port(),
        SILENCE,
        ca == null ? Trust.platform() : Trust.in(cluster.secrets().value(namespace, ca)),
        name(tls));
  }

  private String name(RedisTls tls) {
    String given = tls.serverName();
    String service = target.endpoint().service();
    if (given != null) {
      return given;
    }
    return service == null ? String.valueOf(target.endpoint().host()) : service;
  }

  private void login(RedisServer redis) {
    SecretRef password = target.password();
    String user = target.username();
    if (password == null) {
      return;
    }
    String secret = cluster.secrets().value(namespace, password);
    if (user == null) {
      redis.login(secret);
    } else {
      redis.login(user, secret);
    }
  }
}

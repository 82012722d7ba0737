package dev.rekindle.coordinator.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rekindle.contract.access.TokenText;
import dev.rekindle.coordinator.access.Caller;
import dev.rekindle.coordinator.limit.RateLimit;
import dev.rekindle.coordinator.settings.CoordinatorSettings;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Holds back who asks too often, or tries too many logins. */
@ApplicationScoped
public class RateGate {

  private static final Logger LOG = Logger.getLogger(RateGate.class);
  private static final String WEBHOOKS = "/webhooks/";
  private static final int IPV6_NETWORK = 8;

  /** What the names of cookies begin with that prove something. */
  private static final List<String> SESSIONS =
      List.of(TokenText.COOKIE, SessionApi.PROVIDER_SESSION);

  private final RateLimit calls;
  private final RateLimit alerts;
  private final RateLimit failures;
  private final RateLimit said;
  private final CurrentVertxRequest wire;

  /** Hashes of what opened something lately. It goes on doing so while others behind it guess. */
  private final Cache<String, Boolean> proven =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterAccess(Duration.ofHours(1)).build();

  RateGate(CoordinatorSettings settings, CurrentVertxRequest wire) {
    this.calls = new RateLimit(settings.rates().api());
    this.alerts = new RateLimit(settings.rates().alerts());
    this.failures = new RateLimit(settings.rates().logins());
    this.said = new RateLimit(new CoordinatorSettings.Rate(1, 1));
    this.wire = wire;
  }

  /** Before a login is looked at: a refusal where too many of the caller's address failed. */
  @Nullable Response login(ContainerRequestContext request) {
    Optional<String> credential = credential(request);
    if (credential.isEmpty() || proven.getIfPresent(credential.get()) != null) {
      return null;
    }
    return failures
        .wait(address())
        .map(wait ->
            refused(429, "TOO_MANY_LOGINS", "Too many logins from your address were refused", wait))
        .orElse(null);
  }

  /** What was sent opens nothing. */
  void failed(ContainerRequestContext request) {
    credential(request).ifPresent(proven::invalidate);
    failures.take(address());
  }

  /** What was sent is good. */
  void passed(ContainerRequestContext request) {
    credential(request).ifPresent(hash -> proven.put(hash, true));
  }

  /** A refusal where the caller asks too often; by address when nobody is known. */
  @Nullable Response call(ContainerRequestContext request, Caller caller) {
    String who = caller.known() ? "name " + caller.name() : "address " + address();
    // Alertmanager gives up for hours on a 429, and comes again after a 503.
    boolean alert = request.getUriInfo().getPath().startsWith(WEBHOOKS);
    return (alert ? alerts : calls)
        .take(who)
        .map(wait -> {
          if (said.take(who).isEmpty()) {
            LOG.warnf("A caller asks too often and is held back %s", who);
          }
          return refused(
              alert ? 503 : 429,
              "TOO_MANY_REQUESTS",
              "You ask more often than rekindle.coordinator.rate allows",
              wait);
        })
        .orElse(null);
  }

  private static Response refused(int status, String code, String what, Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return Response.fromResponse(
            Problem.of(status, code, what + "; try again in " + seconds + " s").response())
        .header(HttpHeaders.RETRY_AFTER, seconds)
        .build();
  }

  /** A hash of what shall prove who it is; empty when nothing does. */
  private static Optional<String> credential(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (header != null) {
      return Optional.of(hash(header));
    }
    return request.getCookies().values().stream()
        .filter(cookie -> SESSIONS.stream().anyMatch(cookie.getName()::startsWith))
        .map(Cookie::getValue)
        .sorted()
        .reduce(String::concat)
        .map(RateGate::hash);
  }

  private static String hash(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Of IPv6 the network: one machine has as many addresses in it as it likes. */
  private String address() {
    SocketAddress peer = wire.getCurrent().request().remoteAddress();
    String text = peer == null ? null : peer.hostAddress();
    if (text == null || !text.contains(":")) {
      return text == null ? "" : text;
    }
    try {
      byte[] bytes = InetAddress.ofLiteral(text).getAddress();
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_NETWORK));
    } catch (IllegalArgumentException _) {
      // What a proxy says need be no address.
      return text;
    }
  }
}

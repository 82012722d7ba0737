package dev.rekindle.coordinator.http;

import dev.rekindle.contract.access.TokenText;
import dev.rekindle.coordinator.access.Grant;
import dev.rekindle.coordinator.access.Needs;
import dev.rekindle.coordinator.access.Role;
import dev.rekindle.coordinator.access.ServiceTokens;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The tokens of machines, for administrators of all applications. */
@Path("/api/v1/tokens")
@RunOnVirtualThread
public class TokensApi {

  private static final Logger LOG = Logger.getLogger(TokensApi.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
  private static final String USUAL = "P90D";
  private static final Duration LONGEST = Duration.ofDays(366);

  private final ServiceTokens tokens;
  private final CurrentCaller caller;
  private final SecureRandom random = new SecureRandom();

  TokensApi(ServiceTokens tokens, CurrentCaller caller) {
    this.tokens = tokens;
    this.caller = caller;
  }

  /**
   * A token that is wanted.
   *
   * @param name who it will be in the journal, as {@code token:NAME}
   * @param grants such as {@code alerts} or {@code operator:shop}
   * @param lifetime ISO 8601, at most 366 days; missing: 90 days
   */
  public record Wanted(
      @Nullable String name, @Nullable List<String> grants, @Nullable String lifetime) {}

  /** A token that was made. It is shown this once. */
  public record Made(String id, String name, String token, Instant expiresAt) {
    @Override
    public String toString() {
      return "Made[" + id + ", " + name + "]";
    }
  }

  /**
   * One token, without what opens anything.
   *
   * @param state {@code valid}, {@code expired} or {@code revoked}
   * @param usedAt to the hour; null when never
   */
  public record Line(
      String id,
      String name,
      String state,
      List<String> grants,
      Instant createdAt,
      String createdBy,
      Instant expiresAt,
      @Nullable Instant usedAt) {}

  @GET
  @Needs(Role.ADMIN)
  public Items<Line> list() {
    caller.needEverywhere(Role.ADMIN);
    Instant now = Instant.now();
    return new Items<>(tokens.all().stream().map(token -> line(token, now)).toList());
  }

  @POST
  @Needs(Role.ADMIN)
  public Response make(@Nullable Wanted body) {
    caller.needEverywhere(Role.ADMIN);
    Wanted wanted = Requests.bounded(body);
    String name = name(Requests.given(wanted.name(), "name"));
    List<Grant> grants = grants(wanted.grants());
    TokenText text = TokenText.draw(random);
    Instant now = Instant.now();
    Instant end = now.plus(lifetime(wanted.lifetime() == null ? USUAL : wanted.lifetime()));
    String by = caller.get().name();
    boolean added =
        tokens.add(
            new ServiceTokens.Kept(
                text.id(), name, text.hash(), grants, now, by, end, null, null, null));
    if (!added) {
      throw new Refused(
          Problem.of(
              409,
              "NAME_TAKEN",
              "There was a token '" + name + "' before; names are never reused"));
    }
    LOG.infof(
        "A token was made id=%s name=%s grants=%s by=%s until=%s",
        text.id(), name, grants, by, end);
    return Response.status(201)
        .entity(new Made(text.id(), name, text.whole(), end))
        .header("Cache-Control", "no-store")
        .build();
  }

  @DELETE
  @Path("{token}")
  @Needs(Role.ADMIN)
  public Response revoke(@PathParam("token") String id) {
    caller.needEverywhere(Role.ADMIN);
    if (!tokens.revoke(id, caller.get().name(), Instant.now())) {
      throw Refused.notFound("UNKNOWN_TOKEN", "There is no token '" + id + "' that is not revoked");
    }
    LOG.infof("A token was revoked id=%s by=%s", id, caller.get().name());
    return Response.noContent().build();
  }

  private static Line line(ServiceTokens.Kept token, Instant now) {
    return new Line(
        token.id(),
        token.name(),
        token.revokedAt() != null ? "revoked" : token.valid(now) ? "valid" : "expired",
        token.grants().stream().map(Grant::toString).toList(),
        token.createdAt(),
        token.createdBy(),
        token.expiresAt(),
        token.usedAt());
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw Refused.malformed("Field 'name' is lower case letters, digits, dots and dashes");
    }
    return text;
  }

  private static List<Grant> grants(@Nullable List<String> texts) {
    if (texts == null || texts.isEmpty()) {
      throw Refused.malformed("Field 'grants' is missing: ROLE or ROLE:APPLICATION, one or more");
    }
    try {
      return texts.stream().map(Grant::parse).toList();
    } catch (IllegalArgumentException e) {
      throw Refused.malformed("Field 'grants': " + e.getMessage());
    }
  }

  private static Duration lifetime(String text) {
    Duration length;
    try {
      length =
          text.contains("T")
              ? Duration.parse(text)
              : Duration.between(
                  Instant.EPOCH,
                  Instant.EPOCH.atZone(ZoneOffset.UTC).plus(Period.parse(text)).toInstant());
    } catch (DateTimeParseException | ArithmeticException _) {
      throw Refused.malformed("Field 'lifetime' is as P90D or PT8H, not '" + text + "'");
    }
    if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
      throw Refused.malformed("Field 'lifetime' is more than nothing and at most 366 days");
    }
    return length;
  }
}

package dev.rekindle.contract.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service token as its owner keeps it: {@code rk_ID_SECRET}. The secret has 256 random bits, so a
 * plain SHA-256 of the whole is all that needs to be kept. {@code toString} shows the id alone.
 *
 * @param id 16 hex digits; names the token in lists and logs
 */
public record TokenText(String id, String secret) {

  /** Where the console's session keeps one; scripts of the page cannot read it. */
  public static final String COOKIE = "rekindle_session";

  private static final Pattern FORM = Pattern.compile("rk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");

  /** A new one. */
  public static TokenText draw(SecureRandom random) {
    byte[] id = new byte[8];
    byte[] secret = new byte[32];
    random.nextBytes(id);
    random.nextBytes(secret);
    return new TokenText(
        HexFormat.of().formatHex(id),
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Empty for what is no token of ours, such as one of an identity provider. */
  public static Optional<TokenText> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new TokenText(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** What its owner keeps. */
  public String whole() {
    return "rk_" + id + "_" + secret;
  }

  /** SHA-256 of the whole, lower case hex: what the database and settings keep. */
  public String hash() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(whole().getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Whether this is the token of a hash, in a time that tells nothing. */
  public boolean matches(String hash) {
    return MessageDigest.isEqual(
        hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "rk_" + id + "_***";
  }
}

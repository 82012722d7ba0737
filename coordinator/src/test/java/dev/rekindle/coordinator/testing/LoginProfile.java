package dev.rekindle.coordinator.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rekindle.contract.access.TokenText;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A coordinator that asks for a login, with an identity provider of which only its key is known.
 */
public final class LoginProfile implements QuarkusTestProfile {

  /** Its hash is in the settings. The same in every class loader, as the key is. */
  public static final TokenText FIRST_ADMIN =
      new TokenText("0123456789abcdef", "first-admin_of_the_tests-first-admin_of_tes");

  private static final KeyPair PROVIDER = keys();

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "rekindle.coordinator.access.mode",
        "login",
        "rekindle.coordinator.access.admin-token-hash",
        FIRST_ADMIN.hash(),
        "quarkus.oidc.tenant-enabled",
        "true",
        "quarkus.oidc.public-key",
        Base64.getEncoder().encodeToString(PROVIDER.getPublic().getEncoded()),
        "quarkus.oidc.token.issuer",
        "https://login.example");
  }

  /** A signed token of the identity provider. */
  public static String person(String name, Instant expires, List<String> groups) {
    String header = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
    String claims =
        encoded(
            """
            {"iss":"https://login.example","sub":"%s-7","upn":"%1$s","exp":%d,"iat":%d,"groups":[%s]}
            """
                .formatted(
                    name,
                    expires.getEpochSecond(),
                    Instant.now().getEpochSecond(),
                    groups.stream().map(g -> '"' + g + '"').collect(Collectors.joining(","))));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(PROVIDER.getPrivate());
      signature.update((header + "." + claims).getBytes(UTF_8));
      return header
          + "."
          + claims
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.strip().getBytes(UTF_8));
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      SecureRandom same = SecureRandom.getInstance("SHA1PRNG");
      same.setSeed(7);
      generator.initialize(2048, same);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

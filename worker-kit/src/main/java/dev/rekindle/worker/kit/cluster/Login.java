package dev.rekindle.worker.kit.cluster;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.Credentials;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * A user name and a password. {@code toString} shows neither password nor length.
 *
 * @param username empty when the URL names none
 * @param password empty when there is none
 */
public record Login(String username, String password) {

  /** The login that credentials stand for, with secrets read through {@code value}. */
  public static Login of(Credentials credentials, Function<SecretRef, String> value) {
    if (credentials.url() != null) {
      return ofUrl(value.apply(credentials.url()), credentials.url().toString());
    }
    String username = credentials.username() == null ? "" : credentials.username();
    SecretRef password = credentials.password();
    return new Login(username, password == null ? "" : value.apply(password));
  }

  /**
   * The user information of a connection URL such as {@code mysql2://root:p%40ss@host/db}. What is
   * percent-encoded is decoded; a plus sign stays one. The last {@code @} before the path ends it,
   * so that an unescaped one in a password is understood too.
   *
   * @param source where the URL comes from, for the message of CREDENTIALS_MISSING
   */
  public static Login ofUrl(String url, String source) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      throw missing(source, "is no connection URL");
    }
    String rest = url.substring(scheme + 3);
    int path = rest.indexOf('/', Math.max(0, rest.lastIndexOf('@')));
    String authority = path < 0 ? rest : rest.substring(0, path);
    int at = authority.lastIndexOf('@');
    if (at < 0) {
      throw missing(source, "has no user information");
    }
    String info = authority.substring(0, at);
    int colon = info.indexOf(':');
    return colon < 0
        ? new Login(decode(info), "")
        : new Login(decode(info.substring(0, colon)), decode(info.substring(colon + 1)));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A lone percent sign: the text was never encoded.
      return text;
    }
  }

  private static StageProblem missing(String source, String why) {
    return StageProblem.permanent(
        ProblemCode.CREDENTIALS_MISSING, "The value of secret " + source + " " + why);
  }

  @Override
  public String toString() {
    return "Login[" + username + ", ***]";
  }
}

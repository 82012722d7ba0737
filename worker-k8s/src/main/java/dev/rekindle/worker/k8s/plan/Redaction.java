package dev.rekindle.worker.k8s.plan;

import java.util.regex.Pattern;

/** Takes secrets out of text that people will read, such as the end of a log. */
public final class Redaction {

  /** {@code scheme://user:password@host}: everything before the host goes. */
  private static final Pattern URL_LOGIN = Pattern.compile("(?<=://)[^/\\s@]+@");

  /** {@code password=...}, {@code "token": "..."}, {@code SECRET_KEY_BASE: ...} and the like. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)([\\w.-]*(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key"
              + "|secret[_-]?key[_-]?base|user_key|app_key|provider_key)[\\w.-]*[\"']?\\s*(?:=>|[=:])\\s*)"
              + "(\"[^\"]*\"|'[^']*'|[^\\s,;&\"']+)");

  private static final Pattern BEARER = Pattern.compile("(?i)(bearer|basic)\\s+[\\w.~+/=-]{8,}");

  private Redaction() {}

  /** The text without what looks like a secret, cut to its last characters. */
  public static String tail(String text, int characters) {
    String clean = BEARER.matcher(text).replaceAll("$1 ***");
    clean = URL_LOGIN.matcher(clean).replaceAll("***@");
    clean = NAMED.matcher(clean).replaceAll("$1***").strip();
    return clean.length() <= characters
        ? clean
        : "..." + clean.substring(clean.length() - characters);
  }
}

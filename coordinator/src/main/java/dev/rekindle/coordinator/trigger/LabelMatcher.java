package dev.rekindle.coordinator.trigger;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One condition on an alert's labels, written as in Alertmanager: {@code
 * severity=~"critical|page"}.
 *
 * <p>An absent label counts as empty, and a regular expression must match the whole value, as
 * Alertmanager's documentation of matchers says.
 *
 * @param value the text to compare with, or the regular expression
 */
public record LabelMatcher(String label, Operator operator, String value) {

  /** How a label's value is compared. */
  public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    MATCHES("=~"),
    MATCHES_NOT("!~");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }
  }

  private static final Pattern FORM =
      Pattern.compile("\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*(.*?)\\s*", Pattern.DOTALL);

  /** {@link IllegalArgumentException} when the value of a regular expression is none. */
  public LabelMatcher {
    if (operator == Operator.MATCHES || operator == Operator.MATCHES_NOT) {
      try {
        Pattern.compile(value);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "Matcher for label '" + label + "' has no valid regular expression: " + value, e);
      }
    }
  }

  /** Parses {@code label OP value}; the value may stand in double quotes. */
  public static LabelMatcher parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "Matcher '" + text + "' must look like label=\"value\", with =, !=, =~ or !~");
    }
    return new LabelMatcher(parts.group(1), operator(parts.group(2)), unquoted(parts.group(3)));
  }

  /** Whether labels satisfy this condition. */
  public boolean matches(Map<String, String> labels) {
    String found = labels.getOrDefault(label, "");
    return switch (operator) {
      case EQUAL -> found.equals(value);
      case NOT_EQUAL -> !found.equals(value);
      case MATCHES -> Pattern.matches(value, found);
      case MATCHES_NOT -> !Pattern.matches(value, found);
    };
  }

  private static Operator operator(String sign) {
    for (Operator operator : Operator.values()) {
      if (operator.sign.equals(sign)) {
        return operator;
      }
    }
    throw new IllegalArgumentException("No matcher operator " + sign);
  }

  private static String unquoted(String text) {
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      return text;
    }
    return text.substring(1, text.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
  }

  @Override
  public String toString() {
    return label + operator.sign + '"' + value + '"';
  }
}

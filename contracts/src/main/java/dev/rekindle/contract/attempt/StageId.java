package dev.rekindle.contract.attempt;

import java.util.regex.Pattern;

/**
 * Name of a stage within its plan: lower case letters, digits and dashes, at most 40. JSON: a
 * string.
 */
public record StageId(String value) implements Comparable<StageId> {

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  public StageId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "Stage id '"
              + value
              + "' must be 1 to 40 lower case letters, digits and dashes, beginning with a letter");
    }
  }

  @Override
  public int compareTo(StageId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

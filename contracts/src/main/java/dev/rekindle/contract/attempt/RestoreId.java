package dev.rekindle.contract.attempt;

import java.util.UUID;

/** Identity of one restore. JSON: a UUID string. */
public record RestoreId(UUID value) {

  /** Parses the textual form of a UUID; {@link IllegalArgumentException} when it is none. */
  public static RestoreId parse(String text) {
    return new RestoreId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

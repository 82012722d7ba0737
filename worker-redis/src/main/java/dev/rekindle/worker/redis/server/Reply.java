package dev.rekindle.worker.redis.server;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** An answer in the second version of the Redis protocol. */
public sealed interface Reply {

  /** A bulk or simple string. */
  @SuppressWarnings("ArrayRecordComponent")
  record Text(byte[] bytes) implements Reply {}

  /** An integer. */
  record Count(long value) implements Reply {}

  /** An array. */
  record Many(List<Reply> items) implements Reply {
    public Many {
      items = List.copyOf(items);
    }
  }

  /** No value. */
  record Nothing() implements Reply {}

  /** An error, such as {@code WRONGTYPE Operation ...}; within an array, or answered on its own. */
  record Failure(String message) implements Reply {}

  /** The answer as text, an absent one as empty. */
  default String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** The answer as bytes, an absent one as none. */
  default byte[] bytes() {
    return switch (this) {
      case Text(byte[] bytes) -> bytes;
      case Count(long value) -> Long.toString(value).getBytes(StandardCharsets.US_ASCII);
      case Nothing() -> new byte[0];
      case Failure(String message) -> throw new RedisRefusal(message);
      case Many _ -> throw new IllegalStateException("An array where a text was expected");
    };
  }

  /** The answer as a number, an absent one as 0. */
  default long number() {
    return switch (this) {
      case Count(long value) -> value;
      case Text text -> Long.parseLong(text.text());
      case Nothing() -> 0;
      case Failure(String message) -> throw new RedisRefusal(message);
      case Many _ -> throw new IllegalStateException("An array where a number was expected");
    };
  }

  /** The parts of an array, an absent one as none. */
  default List<Reply> items() {
    return switch (this) {
      case Many(List<Reply> items) -> items;
      case Nothing() -> List.of();
      case Failure(String message) -> throw new RedisRefusal(message);
      case Text _, Count _ -> throw new IllegalStateException("No array where one was expected");
    };
  }

  /** Whether there is no value. */
  default boolean isNothing() {
    return this instanceof Nothing;
  }
}

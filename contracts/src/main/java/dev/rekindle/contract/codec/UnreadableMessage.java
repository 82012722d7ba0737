package dev.rekindle.contract.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.jspecify.annotations.Nullable;

/**
 * A text is not the JSON form of what was expected. The message names the place and the reason,
 * never the content.
 */
public final class UnreadableMessage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableMessage(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static UnreadableMessage because(Class<?> type, Exception cause) {
    String reason =
        cause instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : String.valueOf(cause.getMessage());
    return new UnreadableMessage(type.getSimpleName() + " cannot be read: " + reason, cause);
  }
}

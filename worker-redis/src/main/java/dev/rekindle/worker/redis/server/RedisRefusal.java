package dev.rekindle.worker.redis.server;

/** The server answered a command with an error. */
public final class RedisRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RedisRefusal(String message) {
    super(message);
  }

  /** The first word of the error, such as {@code NOAUTH}, {@code LOADING} or {@code ERR}. */
  public String code() {
    String text = String.valueOf(getMessage());
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }
}

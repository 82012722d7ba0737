package dev.rekindle.sandbox.oc;

/** What {@code oc} says on standard error before it ends. */
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exit;

  Failure(String message) {
    this(message, 1);
  }

  Failure(String message, int exit) {
    super(message, null, false, false);
    this.exit = exit;
  }

  int exit() {
    return exit;
  }
}

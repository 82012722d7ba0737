package dev.rekindle.cli;

/** The coordinator could not be reached. */
final class CoordinatorAway extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CoordinatorAway(String url, Throwable cause) {
    super(
        "no coordinator answers at "
            + url
            + " ("
            + cause.getMessage()
            + "); give its address with --url or REKINDLE_URL",
        cause);
  }
}

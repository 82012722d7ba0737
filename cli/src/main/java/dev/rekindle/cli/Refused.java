package dev.rekindle.cli;

/** The coordinator answered with a problem (RFC 9457). */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Refused(String message) {
    super(message);
  }
}

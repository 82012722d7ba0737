package dev.rekindle.coordinator.http;

import java.util.Set;

/** Names of this machine that no other machine can answer to. */
final class ThisMachine {

  private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

  private ThisMachine() {}

  static boolean names(String host) {
    return NAMES.contains(host);
  }
}

package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.worker.redis.server.FenceKey;
import dev.rekindle.worker.redis.server.OwnKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The key that is looked for after a restart. Where the log is on it lies in the log before the
 * server is started, and nowhere else: a server that has it has read this log.
 */
record Sentinel(AttemptRef ref, String sha256) {

  String key() {
    return OwnKeys.sentinel(ref.restore());
  }

  String value() {
    return sha256;
  }

  /**
   * What follows the snapshot in the log. A fence that the snapshot holds is of another time: the
   * one of this attempt takes its place before anybody can connect.
   */
  String log() {
    return encoded(
        List.of(
            List.of("SELECT", "0"),
            List.of("DEL", FenceKey.NAME),
            List.of("HSET", FenceKey.NAME, "token", Long.toString(ref.fence())),
            List.of("SET", key(), value())));
  }

  private static String encoded(List<List<String>> commands) {
    StringBuilder text = new StringBuilder();
    for (List<String> command : commands) {
      text.append('*').append(command.size()).append("\r\n");
      for (String word : command) {
        int bytes = word.getBytes(StandardCharsets.UTF_8).length;
        text.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
      }
    }
    return text.toString();
  }
}

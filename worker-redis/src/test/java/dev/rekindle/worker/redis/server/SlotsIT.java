package dev.rekindle.worker.redis.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotsIT {

  @TempDir Path folder;

  @Test
  void slots_are_those_a_real_server_says() throws Exception {
    // Given
    List<String> keys =
        List.of(
            "a", "", "123456789", "{user1000}.following", "foo{}{bar}", "foo{{bar}}zap", "{", "é");
    try (RedisProcess redis =
            RedisProcess.start(
                RedisBinaries.redis6(),
                folder,
                RedisProcess.PLAIN.replace("databases 16\n", "") + "cluster-enabled yes\n");
        RespConnection connection = redis.connect()) {
      for (String key : keys) {
        // When
        int slot = Slots.of(key.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat((long) slot)
            .as(key)
            .isEqualTo(connection.ask("CLUSTER", "KEYSLOT", key).number());
      }
    }
  }
}

package dev.rekindle.worker.redis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {

  /** First lines of what real programs print. */
  @ParameterizedTest
  @CsvSource({
    "Redis server v=5.0.14 sha=00000000:0 malloc=jemalloc-5.1.0 bits=64, 9, false",
    "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64, 10, true",
    "Redis server v=7.2.5 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64, 11, true",
    "Redis server v=7.4.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64, 12, true",
    "Redis server v=8.0.2 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64, 12, true",
    "Valkey server v=8.1.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64, 11, true",
    "Valkey server v=9.1.2 sha=00000000:0 malloc=jemalloc-5.3.1 bits=64, 80, true"
  })
  void banner_tells_format_and_kind_of_log(String banner, int format, boolean multiPart) {
    // When
    ServerVersion version = ServerVersion.ofBanner(banner).orElseThrow();

    // Then
    assertThat(version.snapshotFormat()).isEqualTo(format);
    assertThat(version.multiPartLog()).isEqualTo(multiPart);
  }

  @Test
  void valkey_counts_by_itself_whatever_redis_it_is_compatible_with() {
    // When
    ServerVersion version =
        ServerVersion.of(Map.of("redis_version", "7.2.4", "valkey_version", "9.1.2")).orElseThrow();

    // Then
    assertThat(version).hasToString("Valkey 9.1.2");
    assertThat(List.of(9, 11, 12, 79, 80, 81))
        .filteredOn(version::reads)
        .containsExactly(9, 11, 80);
    assertThat(List.of(11, 12, 80))
        .filteredOn(ServerVersion.parse("8.0.2").orElseThrow()::reads)
        .containsExactly(11, 12);
  }
}

package dev.rekindle.worker.redis.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.ContentReader;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.testing.Recording;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots that real servers wrote which are not at hand where this runs. */
class RecordedSnapshotsIT {

  private static final ComparisonRules RULES = ComparisonRules.of(new RestoreId(new UUID(1, 2)));
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "redis-6.0.16, 9, 0",
    "redis-8.0.2, 12, 1",
    "redis-8.0.6, 12, 1",
    "valkey-8.0.1, 11, 1",
    "valkey-8.1.1, 11, 1",
    "valkey-9.1.2, 80, 1"
  })
  void the_same_content_has_the_same_digest_whichever_server_wrote_it(
      String name, int format, int functions) throws Exception {
    // Given
    Fingerprint known = read(Recording.of(RedisBinaries.redis6()));

    // When
    Fingerprint recorded = read(recorded(name));

    // Then
    assertThat(recorded.summary().version()).isEqualTo(format);
    assertThat(recorded.summary().functions()).isEqualTo(functions);
    assertThat(recorded.summary().checksummed()).isTrue();
    for (int database : List.of(0, 5)) {
      assertThat(recorded.database(database)).isEqualTo(known.database(database));
    }
    assertThat(known.keys()).isEqualTo(16);
    assertThat(raw(recorded(name))).isEqualTo(recorded.keys());
  }

  @Test
  void fields_that_expire_are_the_same_in_the_formats_of_redis_and_valkey() throws Exception {
    // When
    Fingerprint redis = read(recorded("redis-8.0.6"));
    Fingerprint valkey = read(recorded("valkey-9.1.2"));

    // Then
    assertThat(redis.database(2).keys()).isEqualTo(2);
    assertThat(valkey.database(2)).isEqualTo(redis.database(2));
    assertThat(valkey.nextExpiry()).isEqualTo(Instant.ofEpochMilli(4_102_444_800_000L));
    Instant later = Instant.parse("2101-01-01T00:00:00Z");
    assertThat(at(later, recorded("valkey-9.1.2")).database(2))
        .isEqualTo(at(later, recorded("redis-8.0.2")).database(2))
        .isNotEqualTo(redis.database(2));
  }

  private static Fingerprint read(byte[] rdb) throws IOException {
    return at(NOW, rdb);
  }

  private static Fingerprint at(Instant moment, byte[] rdb) throws IOException {
    return ContentReader.at(moment, new ByteArrayInputStream(rdb), RULES, bytes -> {});
  }

  /** How many keys there are without taking any value apart. */
  private static long raw(byte[] rdb) throws IOException {
    List<RawValue> values = new ArrayList<>();
    RdbReader.readRaw(
        new ByteArrayInputStream(rdb),
        new RawVisitor() {
          @Override
          public void key(int database, byte[] key, long expiry, RawValue value) {
            values.add(value);
          }

          @Override
          public void function(byte[] code) {}
        });
    return values.size();
  }

  private static byte[] recorded(String name) throws IOException {
    try (InputStream in =
        RecordedSnapshotsIT.class.getResourceAsStream("/snapshots/" + name + ".rdb")) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }
}

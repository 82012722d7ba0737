package dev.rekindle.worker.redis.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.ContentReader;
import dev.rekindle.worker.redis.content.DatabaseContent;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import dev.rekindle.worker.redis.testing.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Snapshots are those that real servers write. */
class RdbReaderIT {

  private static final ComparisonRules RULES = ComparisonRules.of(new RestoreId(new UUID(1, 2)));

  @TempDir Path folder;

  static List<Path> servers() {
    return RedisBinaries.all();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void reads_every_type_and_encoding_a_server_writes(Path binary) throws Exception {
    // Given
    byte[] rdb = snapshotOf(binary);

    // When
    Fingerprint content = read(rdb);

    // Then
    DatabaseContent zero = content.database(0);
    assertThat(zero.keys()).isEqualTo(8 + 5000 + 3 + 5 + 2 + 2 + 1);
    assertThat(zero.expiring()).isEqualTo(2);
    assertThat(zero.leftOut()).as("liveness-probe").isEqualTo(1);
    for (int db = 1; db < 16; db++) {
      assertThat(content.database(db).keys()).isEqualTo(2);
    }
    assertThat(content.summary().serverVersion()).isEqualTo(RedisBinaries.version(binary));
    assertThat(content.summary().checksummed()).isTrue();
    assertThat(content.summary().bytes()).isEqualTo(rdb.length);
    assertThat(Duration.between(content.summary().capturedAt().orElseThrow(), Instant.now()))
        .isLessThan(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void digest_of_a_newer_server_that_loaded_the_file_is_the_same(Path binary) throws Exception {
    // Given a snapshot of 6.2, loaded by the server in question with other encodings
    byte[] rdb = snapshotOf(RedisBinaries.redis6());
    Path data = Files.createDirectories(folder.resolve("loaded"));
    Files.write(data.resolve("dump.rdb"), rdb);
    String otherEncodings =
        "hash-max-ziplist-entries 1\nset-max-intset-entries 1\n"
            + "zset-max-ziplist-entries 1\nlist-max-ziplist-size 3\n";

    // When
    Fingerprint live;
    try (RedisProcess server =
            RedisProcess.start(binary, data, RedisProcess.PLAIN + otherEncodings);
        RespConnection redis = server.connect();
        InputStream in = redis.snapshot()) {
      live = ContentReader.asCaptured(in, RULES, bytes -> {});
    }

    // Then
    Fingerprint file = ContentReader.at(live.at(), new ByteArrayInputStream(rdb), RULES, b -> {});
    assertThat(live.differingFrom(file)).isEmpty();
    assertThat(live.keys()).isEqualTo(file.keys());
  }

  @ParameterizedTest
  @MethodSource("servers")
  void digest_tells_any_change(Path binary) throws Exception {
    // Given
    try (RedisProcess server = RedisProcess.start(binary, folder, RedisProcess.PLAIN)) {
      Samples.fill(server);
      Fingerprint before = live(server);
      List<String> changes =
          List.of(
              "APPEND noise x",
              "LSET list:nodes 7 other",
              "HSET hash:table new field",
              "ZINCRBY zset:table 1e-9 member",
              "XACK stream workers 1-1",
              "SREM set:ints -3",
              "PEXPIREAT many:1 99999999999999",
              "PEXPIRE many:2 86400000",
              "RENAME many:3 renamed",
              "DEL many:4",
              "SET many:5 26");
      for (String change : changes) {
        // When
        server.run(change);

        // Then
        Fingerprint after = live(server);
        assertThat(after.differingFrom(before)).as(change).containsExactly(0);
        before = after;
      }
    }
  }

  @Test
  void refuses_a_file_cut_anywhere() throws Exception {
    byte[] rdb = snapshotOf(RedisBinaries.redis6());
    Random random = new Random(3);
    for (int n = 0; n < 40; n++) {
      // Given
      int length = n < 10 ? rdb.length - 1 - n : random.nextInt(rdb.length);

      // When
      RdbException refusal =
          catchThrowableOfType(
              RdbException.class, () -> read(java.util.Arrays.copyOf(rdb, length)));

      // Then
      assertThat(refusal.problem())
          .as("cut at " + length)
          .isEqualTo(RdbException.Problem.TRUNCATED);
    }
  }

  @Test
  void refuses_a_file_with_any_flipped_bit() throws Exception {
    byte[] rdb = snapshotOf(RedisBinaries.redis6());
    Random random = new Random(4);
    for (int n = 0; n < 40; n++) {
      // Given
      byte[] flipped = rdb.clone();
      int at = 9 + random.nextInt(rdb.length - 9 - (n < 5 ? 0 : 3_000_000));
      flipped[at] ^= (byte) (1 << random.nextInt(8));

      // When
      RdbException refusal = catchThrowableOfType(RdbException.class, () -> read(flipped));

      // Then
      assertThat(refusal).as("flipped at " + at).isNotNull();
    }
  }

  @Test
  void refuses_a_format_newer_than_it_knows() throws Exception {
    // Given
    byte[] rdb = "REDIS0013\u00ff".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    // When
    RdbException refusal = catchThrowableOfType(RdbException.class, () -> read(rdb));

    // Then
    assertThat(refusal.problem()).isEqualTo(RdbException.Problem.UNSUPPORTED);
  }

  @Test
  void refuses_what_is_no_snapshot() {
    // When
    RdbException refusal =
        catchThrowableOfType(RdbException.class, () -> read("*2\r\n$6\r\nSELECT".getBytes()));

    // Then
    assertThat(refusal.problem()).isEqualTo(RdbException.Problem.CORRUPT);
  }

  @Test
  void keys_past_their_expiry_do_not_count() throws Exception {
    // Given
    byte[] rdb = snapshotOf(RedisBinaries.redis6());
    Instant tomorrow = Instant.now().plus(Duration.ofDays(2));

    // When
    Fingerprint later =
        ContentReader.at(tomorrow, new ByteArrayInputStream(rdb), RULES, bytes -> {});

    // Then
    assertThat(later.database(0).expired()).isEqualTo(2);
    assertThat(later.keys()).isEqualTo(read(rdb).keys() - 2);
  }

  private byte[] snapshotOf(Path binary) throws IOException {
    Path data = Files.createTempDirectory(folder, "source");
    try (RedisProcess server = RedisProcess.start(binary, data, RedisProcess.PLAIN)) {
      Samples.fill(server);
      server.run("SAVE");
    }
    return Files.readAllBytes(data.resolve("dump.rdb"));
  }

  private static Fingerprint live(RedisProcess server) throws IOException {
    try (RespConnection redis = server.connect();
        InputStream in = redis.snapshot()) {
      return ContentReader.asCaptured(in, RULES, bytes -> {});
    }
  }

  private static Fingerprint read(byte[] rdb) throws IOException {
    return ContentReader.asCaptured(new ByteArrayInputStream(rdb), RULES, bytes -> {});
  }
}

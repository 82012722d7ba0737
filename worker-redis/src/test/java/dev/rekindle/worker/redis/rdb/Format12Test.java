package dev.rekindle.worker.redis.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.ContentReader;
import dev.rekindle.worker.redis.content.DatabaseContent;
import dev.rekindle.worker.redis.content.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Format 12 (Redis 7.4 and 8): hashes whose fields expire, in all encodings that rdb.c of 7.4 and
 * its release candidates write. Snapshots of real servers: {@link RecordedSnapshotsIT}.
 */
class Format12Test {

  private static final ComparisonRules RULES = ComparisonRules.of(new RestoreId(new UUID(1, 2)));
  private static final long SOON = 1_900_000_000_000L;
  private static final long LATE = 2_000_000_000_000L;

  @Test
  void fields_count_until_they_expire_in_either_encoding() throws Exception {
    // Given
    byte[] table = snapshot(key(24, minimum(SOON), table(SOON)));
    byte[] packed = snapshot(key(25, minimum(SOON), packed()));
    byte[] candidates = snapshot(key(22, table(1)), key(23, packed()));

    // When
    DatabaseContent early = at(SOON - 1, table);
    DatabaseContent later = at(SOON, table);

    // Then
    assertThat(early.keys()).isEqualTo(1);
    assertThat(early.digest()).isEqualTo(at(SOON - 1, packed).digest());
    assertThat(later.digest()).isNotEqualTo(early.digest());
    assertThat(later.digest()).isEqualTo(at(SOON, packed).digest());
    assertThat(at(SOON, candidates).keys()).isEqualTo(2);
    assertThat(later.digest()).isNotEqualTo(at(LATE, table).digest());
  }

  @Test
  void hash_without_any_field_left_is_gone_and_one_without_expiries_is_like_any_other()
      throws Exception {
    // Given
    byte[] onlyExpiring = snapshot(key(24, minimum(SOON), new byte[] {1, 1}, text("f"), text("v")));
    byte[] never = snapshot(key(24, minimum(SOON), new byte[] {1, 0}, text("f"), text("v")));
    byte[] ordinary = snapshot(key(4, new byte[] {1}, text("f"), text("v")));

    // When
    Fingerprint gone = read(SOON, onlyExpiring);

    // Then
    assertThat(gone.keys()).isZero();
    assertThat(gone.database(0).expired()).isEqualTo(1);
    assertThat(read(SOON - 5, onlyExpiring).nextExpiry()).isEqualTo(Instant.ofEpochMilli(SOON));
    assertThat(at(SOON, never).digest()).isEqualTo(at(SOON, ordinary).digest());
  }

  @Test
  void raw_values_are_the_bytes_between_key_and_next_key() throws Exception {
    // Given
    byte[] body = join(minimum(SOON), table(SOON));
    byte[] rdb = snapshot(key(24, body), key(25, minimum(SOON), packed()), key(0, text("x")));
    List<RawValue> values = new ArrayList<>();

    // When
    RdbSummary summary =
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

    // Then
    assertThat(values).extracting(RawValue::type).containsExactly(24, 25, 0);
    assertThat(values.getFirst().body()).isEqualTo(body);
    assertThat(values.getLast().text().orElseThrow()).isEqualTo("x".getBytes());
    assertThat(summary.largest().bytes()).isGreaterThanOrEqualTo(body.length);
  }

  @Test
  void formats_nobody_knows_yet_are_named_as_such() {
    // When
    RdbException refusal =
        catchThrowableOfType(
            RdbException.class,
            () -> read(SOON, "VALKEY081\u00ff".getBytes(StandardCharsets.ISO_8859_1)));

    // Then
    assertThat(refusal.problem()).isEqualTo(RdbException.Problem.UNSUPPORTED);
    assertThat(refusal).hasMessageContaining("format 81 of Valkey");
  }

  private static DatabaseContent at(long moment, byte[] rdb) throws IOException {
    return read(moment, rdb).database(0);
  }

  private static Fingerprint read(long moment, byte[] rdb) throws IOException {
    return ContentReader.at(
        Instant.ofEpochMilli(moment), new ByteArrayInputStream(rdb), RULES, bytes -> {});
  }

  /** With the sizes of a cluster's slot, and without a checksum. */
  private static byte[] snapshot(byte[]... keys) {
    byte[] head = "REDIS0012".getBytes(StandardCharsets.US_ASCII);
    byte[] slot = {(byte) 254, 0, (byte) 244, 5, 1, 0};
    return join(head, slot, join(keys), new byte[] {(byte) 255}, new byte[8]);
  }

  private static byte[] key(int type, byte[]... body) {
    return join(new byte[] {(byte) type}, text(type == 23 ? "other" : "hash"), join(body));
  }

  private static byte[] minimum(long earliest) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(earliest).array();
  }

  /** Three fields: without expiry, soon, late; expiries are told from the earliest on. */
  private static byte[] table(long earliest) {
    return join(
        new byte[] {3, 0},
        text("stays"),
        text("1"),
        length(SOON - earliest + 1),
        text("soon"),
        text("2"),
        length(LATE - earliest + 1),
        text("late"),
        text("3"));
  }

  private static byte[] packed() {
    byte[] entries =
        join(
            word("stays"),
            word("1"),
            number(0),
            word("soon"),
            word("2"),
            number(SOON),
            word("late"),
            word("3"),
            number(LATE));
    int size = 6 + entries.length + 1;
    byte[] head =
        ByteBuffer.allocate(6)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(size)
            .putShort((short) 9)
            .array();
    byte[] pack = join(head, entries, new byte[] {(byte) 0xff});
    return join(new byte[] {0x40, (byte) pack.length}, pack);
  }

  private static byte[] word(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return join(
        new byte[] {(byte) (0x80 | bytes.length)}, bytes, new byte[] {(byte) (1 + bytes.length)});
  }

  private static byte[] number(long value) {
    return join(new byte[] {(byte) 0xf4}, minimum(value), new byte[] {9});
  }

  private static byte[] length(long value) {
    return ByteBuffer.allocate(9).put((byte) 0x81).putLong(value).array();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return join(new byte[] {(byte) bytes.length}, bytes);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}

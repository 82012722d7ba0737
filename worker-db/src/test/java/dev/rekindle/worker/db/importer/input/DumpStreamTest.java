package dev.rekindle.worker.db.importer.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.testing.DumpBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DumpStreamTest {

  private static final byte[] CONTENT = content();

  /** Longer than what is read ahead at once, and hard to compress. */
  private static byte[] content() {
    byte[] bytes = new byte[3_000_000];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static byte[] gzip(byte[] plain) {
    return DumpBytes.of(plain).gzip();
  }

  private static byte[] both(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  /** A stream that never says what is available, as those over a network do. */
  private static InputStream shy(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int available() {
        return 0;
      }
    };
  }

  private static byte[] read(byte[] file) throws IOException {
    try (DumpStream stream = DumpStream.decompress(shy(file), file.length, () -> 0, () -> {})) {
      return stream.readAllBytes();
    }
  }

  @Test
  void each_compression_gives_the_content() throws Exception {
    byte[] half = Arrays.copyOf(CONTENT, 1_000_000);
    byte[] rest = Arrays.copyOfRange(CONTENT, 1_000_000, CONTENT.length);
    assertThat(read(CONTENT)).isEqualTo(CONTENT);
    assertThat(read(gzip(CONTENT))).isEqualTo(CONTENT);
    assertThat(read(both(gzip(half), gzip(rest)))).isEqualTo(CONTENT);
    assertThat(read(Zstd.compress(CONTENT))).isEqualTo(CONTENT);
    assertThat(read(both(Zstd.compress(half), Zstd.compress(rest)))).isEqualTo(CONTENT);
    assertThat(read(new byte[0])).isEmpty();
  }

  @Test
  void the_file_stays_open_at_its_end_so_that_it_can_be_proven() throws Exception {
    // Given
    boolean[] closed = {false};
    InputStream file =
        new ByteArrayInputStream(gzip(CONTENT)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    try (DumpStream stream = DumpStream.decompress(file, 0, () -> 0, () -> {})) {
      // When
      stream.readAllBytes();
      // Then
      assertThat(closed[0]).isFalse();
    }
    assertThat(closed[0]).isTrue();
  }

  @Test
  void a_cut_file_is_told_from_a_damaged_one() {
    byte[] gzip = gzip(CONTENT);
    byte[] zstd = Zstd.compress(CONTENT, 1);
    assertDamaged(Arrays.copyOf(gzip, gzip.length / 2), ProblemCode.ARTIFACT_TRUNCATED);
    assertDamaged(Arrays.copyOf(gzip, gzip.length - 4), ProblemCode.ARTIFACT_TRUNCATED);
    assertDamaged(Arrays.copyOf(zstd, zstd.length / 2), ProblemCode.ARTIFACT_TRUNCATED);
    byte[] damaged = gzip.clone();
    damaged[gzip.length - 6] ^= 1;
    assertDamaged(damaged, ProblemCode.ARTIFACT_CORRUPT);
    byte[] damagedZstd = zstd.clone();
    Arrays.fill(damagedZstd, 4, 12, (byte) 0xff);
    assertDamaged(damagedZstd, ProblemCode.ARTIFACT_CORRUPT);
  }

  private static void assertDamaged(byte[] file, ProblemCode code) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            DumpStream.Damaged.class, damaged -> assertThat(damaged.code()).isEqualTo(code));
  }

  @Test
  void what_the_file_throws_is_thrown_behind_what_came_before_and_stays() throws Exception {
    // Given
    InputStream breaking =
        new InputStream() {
          private int left = 300_000;

          @Override
          public int read() {
            if (left-- == 0) {
              throw new IllegalStateException("the store is gone");
            }
            return 'x';
          }
        };
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    try (DumpStream stream = DumpStream.decompress(breaking, 0, () -> 0, () -> {})) {
      // When, Then
      assertThatThrownBy(() -> stream.transferTo(seen)).hasMessage("the store is gone");
      assertThat(seen.size()).isBetween(1, 300_000);
      assertThatThrownBy(stream::read).hasMessage("the store is gone");
    }
  }
}

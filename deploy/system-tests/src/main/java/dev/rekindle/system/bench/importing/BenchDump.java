package dev.rekindle.system.bench.importing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * A made-up dump in a file; the same size gives the same bytes.
 *
 * @param plainBytes its decompressed length
 */
record BenchDump(Path file, long plainBytes, long rows) {

  /** How a family of servers writes a dump. */
  interface Style {
    String header();

    String beforeRows(BenchTable table);

    /** Row {@code number} (from 0) of a table, with what separates it from the one before. */
    String row(BenchTable.Row row, BenchTable table, long number);

    String afterRows(BenchTable table);

    String trailer();
  }

  private static final long SEED = 20_261_101L;

  static BenchDump write(Path file, Style style, long size) throws IOException {
    long rows = 0;
    long bytes = 0;
    try (OutputStream out = new FastGzip(Files.newOutputStream(file))) {
      bytes += put(out, style.header());
      for (BenchTable table : BenchTable.ALL) {
        SplittableRandom random = new SplittableRandom(SEED + table.name().hashCode());
        bytes += put(out, style.beforeRows(table));
        long end = bytes + size * table.share() / 100;
        long number = 0;
        while (bytes < end || number < BenchTable.PARENTS) {
          bytes += put(out, style.row(table.row(number + 1, random), table, number));
          number++;
        }
        bytes += put(out, style.afterRows(table));
        rows += number;
      }
      bytes += put(out, style.trailer());
    }
    return new BenchDump(file, bytes, rows);
  }

  private static int put(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes);
    return bytes.length;
  }

  /** Compresses about as well as the default, in less time. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(4);
    }
  }
}

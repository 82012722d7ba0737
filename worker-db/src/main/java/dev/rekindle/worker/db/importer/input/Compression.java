package dev.rekindle.worker.db.importer.input;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/** Which compression or format a file has, by its first bytes. */
final class Compression {

  private static final int[] GZIP = {0x1f, 0x8b};
  private static final int[] ZSTD = {0x28, 0xb5, 0x2f, 0xfd};
  private static final int BUFFER = 1 << 16;

  private Compression() {}

  static InputStream decompress(InputStream file) throws IOException {
    byte[] first = file.readNBytes(CustomFormat.MAGIC.length);
    PushbackInputStream whole = new PushbackInputStream(file, CustomFormat.MAGIC.length);
    whole.unread(first);
    if (begins(first, CustomFormat.MAGIC)) {
      return new CustomFormat(whole);
    }
    if (begins(first, GZIP)) {
      return new GZIPInputStream(new UntilEnd(whole), BUFFER);
    }
    return begins(first, ZSTD) ? new ZstdInputStream(whole) : whole;
  }

  private static boolean begins(byte[] first, int[] magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= first.length || (first[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether an error of a decompressor says that the file ends too early. */
  static boolean isCut(IOException e) {
    return e instanceof ZstdIOException && String.valueOf(e.getMessage()).contains("Truncated");
  }

  static boolean isDamage(IOException e) {
    return e instanceof ZstdIOException;
  }

  /**
   * Says that more may come until the end was seen: a gzip reader that is told that nothing is
   * available believes that no further member follows.
   */
  private static final class UntilEnd extends FilterInputStream {

    private boolean ended;

    UntilEnd(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      ended = read < 0;
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      ended = count < 0;
      return count;
    }

    @Override
    public int available() {
      return ended ? 0 : 1;
    }
  }
}

package dev.rekindle.worker.redis.rdb;

/** Expands what liblzf compressed (lzf_d.c). */
final class Lzf {

  private static final byte[] FAILED = {};

  private Lzf() {}

  /** The plain bytes; an array of another length when the input is damaged. */
  static byte[] expand(byte[] in, int plain) {
    byte[] out = new byte[plain];
    int from = 0;
    int to = 0;
    while (from < in.length) {
      int control = in[from++] & 0xff;
      if (control < 32) {
        int literal = control + 1;
        if (from + literal > in.length || to + literal > plain) {
          return FAILED;
        }
        System.arraycopy(in, from, out, to, literal);
        from += literal;
        to += literal;
        continue;
      }
      int count = control >>> 5;
      if (count == 7) {
        if (from >= in.length) {
          return FAILED;
        }
        count += in[from++] & 0xff;
      }
      count += 2;
      if (from >= in.length) {
        return FAILED;
      }
      int source = to - (((control & 0x1f) << 8) | (in[from++] & 0xff)) - 1;
      if (source < 0 || to + count > plain) {
        return FAILED;
      }
      // Byte by byte: the ranges may overlap, and repeat then.
      for (int n = 0; n < count; n++) {
        out[to++] = out[source++];
      }
    }
    return to == plain ? out : FAILED;
  }
}

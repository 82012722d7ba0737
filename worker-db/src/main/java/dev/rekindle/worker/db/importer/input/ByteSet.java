package dev.rekindle.worker.db.importer.input;

/** Some bytes to look for. */
final class ByteSet {

  private final boolean[] members = new boolean[256];

  ByteSet(String asciiCharacters) {
    asciiCharacters.chars().forEach(c -> members[c] = true);
  }

  /** Where the first of them stands, or the limit. */
  int find(byte[] bytes, int from, int limit) {
    int i = from;
    while (i < limit && !members[bytes[i] & 0xff]) {
      i++;
    }
    return i;
  }
}

package dev.rekindle.worker.redis.content;

/** Counts the keys of one database while they are read, and adds up their hashes. */
final class Tally {

  long keys;
  long expiring;
  long leftOut;
  long expired;
  private long high;
  private long low;

  void add(long keyHigh, long keyLow) {
    keys++;
    long sum = low + keyLow;
    high += keyHigh + (Long.compareUnsigned(sum, keyLow) < 0 ? 1 : 0);
    low = sum;
  }

  DatabaseContent content(int number) {
    String digest = "%016x%016x".formatted(high, low);
    return new DatabaseContent(number, keys, expiring, leftOut, expired, digest);
  }
}

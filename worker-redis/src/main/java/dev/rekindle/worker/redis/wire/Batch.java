package dev.rekindle.worker.redis.wire;

/**
 * Keys of one logical database that go to the server in one transaction.
 *
 * @param number counts from 1 on; the same keys have the same number whenever the snapshot is read
 * @param commands how many there are in {@code content}
 */
record Batch(long number, int database, long keys, int commands, RespBuffer content) {

  /** How a snapshot is divided; part of what an interrupted load must go on with. */
  record Division(int lanes, int bytes, int keys) {

    static final Division USUAL = new Division(4, 512 << 10, 4_000);

    @Override
    public String toString() {
      return "1/%d/%d/%d".formatted(lanes, bytes, keys);
    }
  }
}

package dev.rekindle.sandbox.fingerprint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import redis.clients.jedis.Jedis;

/** Takes fingerprints of an installation, all stores at once. */
public final class FingerprintTaker {

  private final Stores stores;

  public FingerprintTaker(Stores stores) {
    this.stores = stores;
  }

  /** What is there now. */
  public Fingerprint take() {
    return take(new Fingerprint(0, new TreeMap<>()));
  }

  /**
   * What is there now, with the rows that came after {@code earlier} counted apart. A store that
   * cannot be read is empty but for its {@code unreadable} item, and so differs.
   */
  public Fingerprint take(Fingerprint earlier) {
    SortedMap<String, SortedMap<String, String>> read = new TreeMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SortedMap<String, Future<SortedMap<String, String>>> pending = new TreeMap<>();
      pending.put(
          Fingerprint.SYSTEM_DATABASE,
          threads.submit(() -> mysql(earlier.store(Fingerprint.SYSTEM_DATABASE))));
      pending.put(
          Fingerprint.ZYNC_DATABASE,
          threads.submit(() -> postgres(earlier.store(Fingerprint.ZYNC_DATABASE))));
      pending.put(Fingerprint.BACKEND_REDIS, threads.submit(() -> redis(stores::backendRedis)));
      pending.put(Fingerprint.SYSTEM_REDIS, threads.submit(() -> redis(stores::systemRedis)));
      pending.put(Fingerprint.STORAGE, threads.submit(() -> FileReading.read(stores.storage())));
      pending.put(Fingerprint.OBJECTS, threads.submit(stores::objects));
      pending.forEach((store, items) -> read.put(store, join(items)));
    }
    return new Fingerprint(System.currentTimeMillis(), read);
  }

  private static SortedMap<String, String> join(Future<SortedMap<String, String>> items) {
    try {
      return items.get();
    } catch (ExecutionException e) {
      return new TreeMap<>(java.util.Map.of(Comparison.UNREADABLE, String.valueOf(e.getCause())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while taking a fingerprint", e);
    }
  }

  private SortedMap<String, String> mysql(SortedMap<String, String> bounds) throws SQLException {
    try (Connection connection = stores.systemDatabase()) {
      return MysqlReading.read(connection, bounds);
    }
  }

  private SortedMap<String, String> postgres(SortedMap<String, String> bounds) throws SQLException {
    try (Connection connection = stores.zyncDatabase()) {
      return PostgresReading.read(connection, bounds);
    }
  }

  private static SortedMap<String, String> redis(Callable<Jedis> client) throws Exception {
    try (Jedis jedis = client.call()) {
      return RedisReading.read(jedis);
    }
  }
}

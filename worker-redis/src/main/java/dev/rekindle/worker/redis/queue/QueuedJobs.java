package dev.rekindle.worker.redis.queue;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.worker.redis.rdb.RdbReader;
import dev.rekindle.worker.redis.rdb.RdbVisitor;
import dev.rekindle.worker.redis.rdb.ValueKind;
import dev.rekindle.worker.redis.rdb.ValueSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The job replay report of a snapshot: what would run again if its queues were kept, how old it is,
 * and what must not run twice. Knows the queues of Resque and Sidekiq by their names.
 */
public final class QueuedJobs implements RdbVisitor, ValueSink {

  private static final Pattern QUEUE =
      Pattern.compile("(.*:)?(resque:queue:.+|resque:failed|queue:[^:]+|schedule|retry|dead)");

  private final Map<Integer, JobCensus> databases = new TreeMap<>();
  private JobCensus current = new JobCensus();
  private boolean counts;

  private QueuedJobs() {}

  /** One line a class of job, by database. */
  public static List<Evidence> report(InputStream snapshot, Instant now) throws IOException {
    QueuedJobs jobs = new QueuedJobs();
    RdbReader.read(snapshot, jobs);
    return jobs.databases.entrySet().stream()
        .flatMap(entry ->
            entry.getValue().report(now).stream()
                .map(line -> new Evidence("db" + entry.getKey() + " " + line.name(), line.value())))
        .toList();
  }

  @Override
  public ValueSink key(int database, byte[] key, ValueKind kind, long expiry) {
    counts =
        (kind == ValueKind.LIST || kind == ValueKind.SORTED_SET)
            && QUEUE.matcher(new String(key, StandardCharsets.UTF_8)).matches();
    if (counts) {
      current = databases.computeIfAbsent(database, number -> new JobCensus());
    }
    return this;
  }

  @Override
  public void chunk(byte[] bytes, int from, int count) {}

  @Override
  public void element(byte[] first, byte[] second) {
    if (counts) {
      current.add(first);
    }
  }

  @Override
  public void expiringField(byte[] field, byte[] value, long expiry) {}

  @Override
  public void end() {}
}

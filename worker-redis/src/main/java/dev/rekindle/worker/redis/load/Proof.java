package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.content.Comparison;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.DatabaseContent;
import dev.rekindle.worker.redis.content.Difference;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.content.KeyByKey;
import dev.rekindle.worker.redis.content.Sample;
import dev.rekindle.worker.redis.content.SampledComparison;
import dev.rekindle.worker.redis.content.ServerContent;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a server holds in memory with a snapshot artefact: every key, value and absolute
 * expiry, whatever the encodings; or the number of keys and a sample of them.
 */
public final class Proof {

  /**
   * How it ended.
   *
   * @param evidence count and digest of each database
   */
  public record Result(List<Evidence> evidence, List<Difference> differences) {
    public Result {
      evidence = List.copyOf(evidence);
      differences = List.copyOf(differences);
    }

    public boolean same() {
      return differences.isEmpty();
    }
  }

  private static final Duration ALL_ARE_READ = Duration.ofMinutes(10);

  private final SnapshotArtifacts artifacts;
  private final String artifact;
  private final Attempt attempt;
  private @Nullable Aside<Optional<Sample>> drawing;

  public Proof(SnapshotArtifacts artifacts, String artifact, Attempt attempt) {
    this.artifacts = artifacts;
    this.artifact = artifact;
    this.attempt = attempt;
  }

  /**
   * Has the next comparison with a single server look at a sample, which is drawn from now on,
   * beside what the caller does. Where a sample cannot decide, everything is compared.
   *
   * @param keys how many the snapshot has
   */
  void drawSample(long keys, ComparisonRules rules) {
    Aside<Optional<Sample>> begun = new Aside<>();
    begun.begin(
        () -> artifacts.sample(keys, artifact, rules, attempt, _ -> attempt.throwIfCancelled()));
    drawing = begun;
  }

  /** Reads the server first: its own clock then says which keys have expired. */
  public Result compare(RedisSite.Running server, ComparisonRules rules) {
    return compare(List.of(server::connect), rules);
  }

  /**
   * The same with several servers, each of which holds a part. One that sends no snapshot of its
   * own is asked for each key.
   */
  public Result compare(List<Supplier<RedisServer>> servers, ComparisonRules rules) {
    return drawn()
        .filter(_ -> servers.size() == 1)
        .flatMap(sample -> sampled(sample, servers.getFirst(), rules))
        .orElseGet(() -> whole(servers, rules));
  }

  private Optional<Sample> drawn() {
    Aside<Optional<Sample>> begun = drawing;
    drawing = null;
    return begun == null ? Optional.empty() : begun.result();
  }

  private Optional<Result> sampled(
      Sample sample, Supplier<RedisServer> server, ComparisonRules rules) {
    attempt.report(new Progress("prove: ask the server for a sample", 0, 0, "keys"));
    try (RedisServer redis = server.get()) {
      return SampledComparison.compare(sample, redis, rules, attempt)
          .map(result -> new Result(evidence(result), result.differences()));
    }
  }

  private static List<Evidence> evidence(SampledComparison.Result result) {
    List<Evidence> evidence = new ArrayList<>();
    result
        .counted()
        .forEach((number, keys) ->
            evidence.add(new Evidence("keys db" + number, keys + " in the snapshot, counted")));
    result
        .compared()
        .values()
        .forEach(one -> {
          String name = " of the sample db" + one.number();
          evidence.add(
              new Evidence(
                  "keys" + name,
                  "%d, of them %d with expiry; %d expired"
                      .formatted(one.keys(), one.expiring(), one.expired())));
          evidence.add(new Evidence("digest" + name, one.digest()));
        });
    evidence.add(
        new Evidence(
            "compared",
            "the number of all keys, and values and expiries of a sample; %d large values only counted"
                .formatted(result.large())));
    evidence.add(new Evidence("compared at", result.at().toString()));
    return evidence;
  }

  private Result whole(List<Supplier<RedisServer>> servers, ComparisonRules rules) {
    Aside<Fingerprint> reading = new Aside<>();
    Optional<Fingerprint> seen =
        live(
            servers,
            rules,
            at ->
                reading.begin(
                    () -> artifacts.at(at, artifact, rules, attempt, meter("read the snapshot"))));
    attempt.throwIfCancelled();
    if (seen.isEmpty()) {
      return keyByKey(servers.getFirst(), rules);
    }
    Fingerprint live = seen.get();
    Fingerprint file = reading.result();
    Comparison comparison = new Comparison(file, live, rules);
    List<Evidence> evidence = evidence(live.databases(), live.at());
    if (comparison.same()) {
      return new Result(evidence, List.of());
    }
    Map<String, String> expected = artifacts.read(artifact, attempt, in -> comparison.suspects(in));
    return new Result(evidence, differences(servers, comparison, expected, file, live));
  }

  private Result keyByKey(Supplier<RedisServer> server, ComparisonRules rules) {
    try (RedisServer redis = server.get()) {
      KeyByKey.Result result =
          KeyByKey.compare(
              artifacts, artifact, attempt, redis, rules, meter("ask the server for each key"));
      List<Evidence> evidence = new ArrayList<>(evidence(result.databases(), result.at()));
      evidence.add(new Evidence("compared", "key by key: the server sends no snapshot (SYNC)"));
      return new Result(evidence, result.differences());
    }
  }

  /** Empty when the only server gives no snapshot. */
  private Optional<Fingerprint> live(
      List<Supplier<RedisServer>> servers, ComparisonRules rules, Consumer<Instant> told) {
    if (servers.size() == 1) {
      try (RedisServer redis = servers.getFirst().get()) {
        return ServerContent.of(redis, rules, meter("read the server"), told);
      }
    }
    Instant moment;
    try (RedisServer redis = servers.getFirst().get()) {
      // One moment for all, after the last one's capture: what expires before counts nowhere.
      moment = redis.time().plus(ALL_ARE_READ);
    }
    told.accept(moment);
    List<Fingerprint> parts = new ArrayList<>();
    for (Supplier<RedisServer> server : servers) {
      try (RedisServer redis = server.get()) {
        Fingerprint part = ServerContent.at(moment, redis, rules, meter("read the servers"));
        if (part.summary().capturedAt().orElse(Instant.EPOCH).isAfter(moment)) {
          throw StageProblem.passing(
              ProblemCode.DEADLINE_EXCEEDED,
              "Reading all servers took longer than " + ALL_ARE_READ);
        }
        parts.add(part);
      }
    }
    return parts.stream().reduce(Fingerprint::plus);
  }

  private List<Difference> differences(
      List<Supplier<RedisServer>> servers,
      Comparison comparison,
      Map<String, String> expected,
      Fingerprint file,
      Fingerprint live) {
    List<Difference> found = new ArrayList<>();
    Map<String, String> actual = new HashMap<>();
    try {
      for (Supplier<RedisServer> server : servers) {
        try (RedisServer redis = server.get();
            InputStream in = redis.snapshot()) {
          actual.putAll(comparison.suspects(in));
        }
      }
      found.addAll(Comparison.between(expected, actual));
    } catch (IOException e) {
      // The digests differ in any case; the names are only for people.
      attempt.throwIfCancelled();
    }
    if (found.isEmpty()) {
      for (int number : file.differingFrom(live)) {
        found.add(
            new Difference(
                number,
                "(%d instead of %d keys)"
                    .formatted(live.database(number).keys(), file.database(number).keys()),
                "changed"));
      }
    }
    return found;
  }

  private static List<Evidence> evidence(
      SortedMap<Integer, DatabaseContent> databases, Instant at) {
    List<Evidence> evidence = new ArrayList<>();
    for (DatabaseContent one : databases.values()) {
      String name = "db" + one.number();
      evidence.add(
          new Evidence(
              "keys " + name,
              "%d, of them %d with expiry; %d left out by rule; %d expired"
                  .formatted(one.keys(), one.expiring(), one.leftOut(), one.expired())));
      evidence.add(new Evidence("digest " + name, one.digest()));
    }
    evidence.add(new Evidence("compared at", at.toString()));
    return evidence;
  }

  private LongConsumer meter(String step) {
    return bytes -> {
      attempt.throwIfCancelled();
      attempt.report(new Progress("prove: " + step, bytes, 0, "bytes"));
    };
  }
}

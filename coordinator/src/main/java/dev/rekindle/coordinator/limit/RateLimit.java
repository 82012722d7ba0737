package dev.rekindle.coordinator.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.rekindle.coordinator.settings.CoordinatorSettings;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/** A bucket of tokens for each key; keys that nobody used for long are forgotten. */
public final class RateLimit {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** So many keys cost some MB; whoever invents more has the least used ones forgotten. */
  private static final int MOST_KEYS = 50_000;

  private final boolean limited;
  private final LoadingCache<String, Bucket> buckets;

  public RateLimit(CoordinatorSettings.Rate rate) {
    this(rate, TimeMeter.SYSTEM_NANOTIME);
  }

  RateLimit(CoordinatorSettings.Rate rate, TimeMeter clock) {
    this.limited = rate.perMinute() > 0;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST_KEYS)
            .expireAfterAccess(forgotten(rate))
            .build(_ -> full(rate, clock));
  }

  /** Takes one; how long to wait when there is none. */
  public Optional<Duration> take(String key) {
    if (!limited) {
      return Optional.empty();
    }
    long wait = buckets.get(key).tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill();
    return wait == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(wait));
  }

  /** How long to wait until there is one; takes none. */
  public Optional<Duration> wait(String key) {
    if (!limited) {
      return Optional.empty();
    }
    long wait = buckets.get(key).estimateAbilityToConsume(1).getNanosToWaitForRefill();
    return wait == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(wait));
  }

  /** After so long without a call a bucket is full again, and a new one is the same. */
  private static Duration forgotten(CoordinatorSettings.Rate rate) {
    return MINUTE.multipliedBy(1 + rate.burst() / Math.max(1, rate.perMinute()));
  }

  private static Bucket full(CoordinatorSettings.Rate rate, TimeMeter clock) {
    return Bucket.builder()
        .withCustomTimePrecision(clock)
        .addLimit(limit ->
            limit.capacity(rate.burst()).refillGreedy(Math.max(1, rate.perMinute()), MINUTE))
        .build();
  }
}

package dev.rekindle.sandbox.fingerprint;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every difference that a right restore of 3scale makes, with its reason. All others are loss. */
public final class Rules {

  private static final Set<String> QUE = Set.of("que_jobs", "que_lockers", "que_values");
  private static final Set<String> GROWING_SYSTEM =
      Set.of("event_store_events", "user_sessions", "backend_events", "alerts");
  private static final Set<String> GROWING_ZYNC =
      Set.of(
          "entries",
          "notifications",
          "models",
          "update_states",
          "integration_states",
          "integrations",
          "message_bus",
          "tenants",
          "providers",
          "proxies",
          "services");
  private static final Pattern QUEUES =
      Pattern.compile("1/(resque:queue:.*|resque:failed|queue:.*|schedule|retry|dead)");
  private static final Pattern LIVE_QUEUES =
      Pattern.compile("1/(resque:queue:.*|resque:failed|queue:.*|retry)");
  private static final Pattern QUEUE_NAMES = Pattern.compile("1/(resque:)?queues");
  private static final Pattern WORKERS = Pattern.compile("1/resque:(workers|worker:.*)");
  private static final Pattern QUARANTINED =
      Pattern.compile("1/rekindle:quarantine:[^:]+:(?<key>.+)", Pattern.DOTALL);
  private static final Pattern COUNTED =
      Pattern.compile("(0/stats/.*|0/daily_traffic/.*|1/resque:stat:.*|1/stat:.*)");
  private static final Pattern CONFIGURATION =
      Pattern.compile(
          "0/(service/|service_id:|service_token/|services_set|provider_keys_set|application/"
              + "|metric/|metrics/|usage_limit/).*");

  private Rules() {}

  /**
   * Whether it is a queue with old jobs, which must lie in the quarantine at the end and nowhere
   * else: a queue that is what it was is as wrong as one that was lost.
   */
  static boolean leavesItsQueue(Difference d) {
    return d.inRedis() && !d.added() && QUEUES.matcher(d.item()).matches();
  }

  /** All rules; the first that allows a difference names it. */
  public static List<Rule> all() {
    return Stream.concat(always().stream(), atTheEnd().stream()).toList();
  }

  private static List<Rule> always() {
    return List.of(
        rule("probe", "the readiness probe of Redis writes this key", true, Rules::probe),
        rule("expired", "its time to live has passed since the backup", true, Rules::expired),
        rule("mark", "Rekindle's own fence and proof, kept beside the data", true, Rules::mark),
        rule(
            "emptied jobs",
            "zync's old jobs must not run; the resync makes new",
            true,
            Rules::que));
  }

  private static List<Rule> atTheEnd() {
    return List.of(
        rule("quarantined", "old jobs would mail, bill and count twice", false, Rules::quarantined),
        rule("raised counter", "seen identifiers are not given again", false, Rules::counter),
        rule("live queue", "new work of the running application", false, Rules::liveQueue),
        rule("live process", "running processes register themselves", false, Rules::process),
        rule("usage since", "the running application counts on", false, Rules::usage),
        rule("rewrite", "backend's configuration follows the database", false, Rules::rewrite),
        rule("rows since", "the application and the resync append rows", false, Rules::appended));
  }

  private static Rule rule(String name, String why, boolean always, Rule.Allowance allowance) {
    return new Rule(name, why, always, allowance);
  }

  private static boolean probe(Difference d, Fingerprint now) {
    return d.inRedis() && d.item().equals("0/liveness-probe");
  }

  private static boolean mark(Difference d, Fingerprint now) {
    return d.inRedis()
        && d.added()
        && d.key().startsWith("rekindle:")
        && !d.key().startsWith("rekindle:quarantine:");
  }

  private static boolean counter(Difference d, Fingerprint now) {
    return Set.of("0/events/id", "0/alerts/current_id").contains(d.item()) && raised(d);
  }

  /** What was there before is never explained by it: that must lie in the quarantine. */
  private static boolean liveQueue(Difference d, Fingerprint now) {
    if (!d.inRedis()) {
      return false;
    }
    return d.added()
        ? LIVE_QUEUES.matcher(d.item()).matches() || QUEUE_NAMES.matcher(d.item()).matches()
        : !d.gone() && QUEUE_NAMES.matcher(d.item()).matches();
  }

  private static boolean process(Difference d, Fingerprint now) {
    return d.store().equals(Fingerprint.SYSTEM_REDIS)
        ? d.key().startsWith("process")
        : d.store().equals(Fingerprint.BACKEND_REDIS) && WORKERS.matcher(d.item()).matches();
  }

  private static boolean usage(Difference d, Fingerprint now) {
    return d.inRedis() && COUNTED.matcher(d.item()).matches() && raised(d);
  }

  private static boolean rewrite(Difference d, Fingerprint now) {
    return d.store().equals(Fingerprint.BACKEND_REDIS)
        && CONFIGURATION.matcher(d.item()).matches()
        && !d.gone();
  }

  private static boolean expired(Difference d, Fingerprint now) {
    return d.inRedis() && d.gone() && expired(d.expected(), now.takenAt());
  }

  private static boolean expired(String value, long now) {
    long expiry = RedisValue.parse(value).expiry();
    return expiry > 0 && expiry <= now;
  }

  private static boolean raised(Difference d) {
    if (d.gone()) {
      return false;
    }
    RedisValue now = RedisValue.parse(d.actual());
    if (d.added()) {
      return now.isNumber();
    }
    RedisValue then = RedisValue.parse(d.expected());
    return then.isNumber() && now.isNumber() && now.number() >= then.number();
  }

  /** Gone is not enough: the same value must lie in the quarantine. */
  private static boolean quarantined(Difference d, Fingerprint now) {
    if (!d.inRedis()) {
      return false;
    }
    if (d.added()) {
      return d.key().startsWith("rekindle:quarantine:");
    }
    if (!leavesItsQueue(d)) {
      return false;
    }
    RedisValue expected = RedisValue.parse(d.expected());
    return (d.gone() || !RedisValue.parse(d.actual()).sameAs(expected))
        && now.store(d.store()).entrySet().stream()
            .anyMatch(entry ->
                quarantine(entry.getKey(), d.key())
                    && RedisValue.parse(entry.getValue()).sameAs(expected));
  }

  /** A key that came back after it was put aside lies beside the first, with a number. */
  private static boolean quarantine(String item, String key) {
    Matcher found = QUARANTINED.matcher(item);
    return found.matches()
        && (found.group("key").equals(key)
            || found.group("key").matches(Pattern.quote(key) + ":\\d+"));
  }

  private static boolean que(Difference d, Fingerprint now) {
    if (!d.store().equals(Fingerprint.ZYNC_DATABASE)) {
      return false;
    }
    if (d.item().equals("sequence que_jobs_id_seq")) {
      return true;
    }
    if (!QUE.contains(table(d))) {
      return false;
    }
    if (!d.item().endsWith(" rows")) {
      return d.item().endsWith(" content") || d.item().endsWith(" beyond");
    }
    return d.actual().matches("\\d+") && Long.parseLong(d.actual()) <= Long.parseLong(d.expected());
  }

  private static boolean appended(Difference d, Fingerprint now) {
    if (d.store().equals(Fingerprint.SYSTEM_DATABASE)) {
      return d.item().endsWith(" beyond") && GROWING_SYSTEM.contains(table(d));
    }
    if (!d.store().equals(Fingerprint.ZYNC_DATABASE)) {
      return false;
    }
    return d.item().startsWith("sequence ")
        || (d.item().endsWith(" beyond") && GROWING_ZYNC.contains(table(d)))
        || d.item().matches("table que_\\w+ .*");
  }

  private static String table(Difference d) {
    List<String> words = List.of(d.item().split(" ", 3));
    return words.size() == 3 && words.get(0).equals("table") ? words.get(1) : "";
  }
}

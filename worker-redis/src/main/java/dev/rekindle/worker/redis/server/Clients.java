package dev.rekindle.worker.redis.server;

import dev.rekindle.contract.attempt.RestoreId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who is connected to a server, this connection not included. */
public record Clients(List<Client> all) {

  public Clients {
    all = List.copyOf(all);
  }

  /**
   * One connection.
   *
   * @param address without port
   * @param command the last one it sent, {@code NULL} when it sent none
   */
  public record Client(long id, String address, String name, String flags, String command) {

    /** Replicas and masters are the server's own kind. */
    boolean replication() {
      return flags.contains("S") || flags.contains("M");
    }

    boolean sentinel() {
      return name.startsWith("sentinel-");
    }

    /** Whether it did nothing so far but look. */
    boolean watching() {
      return WATCHING.contains(command.replaceFirst("\\|.*", ""));
    }
  }

  private static final Pattern FIELD = Pattern.compile("(\\w+)=(\\S*)");

  private static final Set<String> WATCHING =
      Set.of(
          "info",
          "ping",
          "client",
          "config",
          "slowlog",
          "latency",
          "monitor",
          "subscribe",
          "psubscribe",
          "hello",
          "auth",
          "cluster",
          "command",
          "replconf",
          "memory",
          "time");

  /**
   * Names a connection that sends keys of a restore. One of an attempt that is held up stays open;
   * its successor must not take it for somebody who writes: the fence keeps it from that.
   */
  public static void name(RedisServer redis, RestoreId restore) {
    redis.maybe("CLIENT", "SETNAME", nameOf(restore));
  }

  private static String nameOf(RestoreId restore) {
    return "rekindle-" + restore;
  }

  /** Who is connected now. */
  public static Clients of(RedisServer redis) {
    long own = redis.ask("CLIENT", "ID").number();
    List<Client> found = new ArrayList<>();
    redis
        .ask("CLIENT", "LIST")
        .text()
        .lines()
        .map(Clients::parse)
        .filter(client -> client.id() != own)
        .forEach(found::add);
    return new Clients(found);
  }

  /**
   * Who stays connected and may write: probes come and go, what is still there after a moment
   * stays. Replicas, Sentinels, those that only ever looked and earlier attempts of the same
   * restore do not count.
   */
  public static Clients mayWrite(RedisServer redis, RestoreId restore, Consumer<Duration> pause) {
    Set<Long> before = new HashSet<>();
    of(redis).all().forEach(client -> before.add(client.id()));
    if (before.isEmpty()) {
      return new Clients(List.of());
    }
    pause.accept(Duration.ofMillis(300));
    return new Clients(
        of(redis).all().stream()
            .filter(client -> before.contains(client.id()))
            .filter(client -> !client.replication() && !client.sentinel() && !client.watching())
            .filter(client -> !client.name().equals(nameOf(restore)))
            .toList());
  }

  public boolean none() {
    return all.isEmpty();
  }

  /** Whether a Sentinel watches the server. */
  public boolean sentinels() {
    return all.stream().anyMatch(Client::sentinel);
  }

  /** Those that sent a command last that writes. */
  public Clients writing(RedisServer redis) {
    return new Clients(all.stream().filter(client -> redis.writes(client.command())).toList());
  }

  /** Applications, without the server's own kind. */
  public Clients applications() {
    return new Clients(
        all.stream().filter(client -> !client.replication() && !client.sentinel()).toList());
  }

  /** For people: how many, from where. */
  @Override
  public String toString() {
    Map<String, Long> addresses = new TreeMap<>();
    all.forEach(client -> addresses.merge(client.address(), 1L, Long::sum));
    return all.size() + " clients from " + String.join(", ", addresses.keySet());
  }

  private static Client parse(String line) {
    Map<String, String> fields = new TreeMap<>();
    Matcher matcher = FIELD.matcher(line);
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2));
    }
    return new Client(
        Long.parseLong(fields.getOrDefault("id", "0")),
        fields.getOrDefault("addr", "").replaceFirst(":\\d+$", ""),
        fields.getOrDefault("name", ""),
        fields.getOrDefault("flags", ""),
        fields.getOrDefault("cmd", "NULL").toLowerCase(Locale.ROOT));
  }
}

package dev.rekindle.worker.redis.server;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A running server, over one connection. Failures are {@link StageProblem}s: CONNECTION_LOST,
 * CREDENTIALS_REFUSED, TARGET_UNREACHABLE while it loads, TARGET_UNSUITABLE for a command it does
 * not know or does not allow.
 */
public final class RedisServer implements AutoCloseable {

  private static final Pattern KEYSPACE = Pattern.compile("db(\\d+):keys=(\\d+),.*");

  private final RespConnection connection;
  private final String where;
  private final Runnable whenClosed;
  private int selected;

  /**
   * @param where the server, for people
   */
  public RedisServer(RespConnection connection, String where) {
    this(connection, where, () -> {});
  }

  /**
   * @param whenClosed gives the way to the server back
   */
  public RedisServer(RespConnection connection, String where, Runnable whenClosed) {
    this.connection = connection;
    this.where = where;
    this.whenClosed = whenClosed;
  }

  /** Logs in with a password; never repeats it in a message. */
  public void login(String password) {
    ask("AUTH", password);
  }

  /** Logs in as a user of an access control list. */
  public void login(String user, String password) {
    ask("AUTH", user, password);
  }

  /** The connection, for commands that are encoded already. */
  public RespConnection connection() {
    return connection;
  }

  /** One section of INFO, fields by name. */
  public Map<String, String> info(String section) {
    Map<String, String> fields = new LinkedHashMap<>();
    ask("INFO", section)
        .text()
        .lines()
        .filter(line -> !line.startsWith("#") && line.contains(":"))
        .forEach(line ->
            fields.put(
                line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1)));
    return fields;
  }

  public ServerVersion version() {
    return ServerVersion.of(info("server"))
        .orElseThrow(() ->
            StageProblem.permanent(
                ProblemCode.TARGET_UNSUITABLE, where + " does not tell its version"));
  }

  /** Its clock. */
  public Instant time() {
    List<Reply> answer = ask("TIME").items();
    return Instant.ofEpochSecond(answer.get(0).number(), answer.get(1).number() * 1000);
  }

  /** Whether it is a node of a Redis cluster. */
  public boolean clustered() {
    return info("cluster").getOrDefault("cluster_enabled", "0").equals("1");
  }

  public Persistence persistence() {
    return new Persistence(info("persistence"));
  }

  /** Keys by database, expired ones that were not removed yet included. */
  public SortedMap<Integer, Long> keyspace() {
    SortedMap<Integer, Long> keys = new TreeMap<>();
    info("keyspace")
        .forEach((name, value) -> {
          Matcher matcher = KEYSPACE.matcher(name + ":" + value);
          if (matcher.matches()) {
            keys.put(Integer.valueOf(matcher.group(1)), Long.valueOf(matcher.group(2)));
          }
        });
    return keys;
  }

  /** A setting; empty when there is none of that name, or it may not be asked for. */
  public Optional<String> config(String name) {
    try {
      List<Reply> pair = connection.ask("CONFIG", "GET", name).items();
      return pair.size() < 2 ? Optional.empty() : Optional.of(pair.get(1).text());
    } catch (RedisRefusal e) {
      return Optional.empty();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Whether there are libraries of functions, here or in a snapshot that comes. */
  public boolean functions(int coming) {
    return coming > 0 || !ask("FUNCTION", "LIST").items().isEmpty();
  }

  /** Whether a command is there; a renamed one is not. */
  public boolean knows(String command) {
    List<Reply> answer = ask("COMMAND", "INFO", command).items();
    return !answer.isEmpty() && !answer.getFirst().isNothing();
  }

  /** Whether a command changes data; false for one that does not exist. */
  public boolean writes(String command) {
    List<Reply> known = ask("COMMAND", "INFO", command.replaceFirst("\\|.*", "")).items();
    return !known.isEmpty()
        && !known.getFirst().isNothing()
        && known.getFirst().items().get(2).items().stream()
            .anyMatch(flag -> flag.text().equals("write"));
  }

  /** Uses another logical database from now on. */
  public void select(int database) {
    if (selected != database) {
      ask("SELECT", Integer.toString(database));
      selected = database;
    }
  }

  /** Fields of a hash; empty when there is no such key. */
  public Map<String, String> hash(String key) {
    List<Reply> items = ask("HGETALL", key).items();
    Map<String, String> fields = new HashMap<>();
    for (int n = 0; n + 1 < items.size(); n += 2) {
      fields.put(items.get(n).text(), items.get(n + 1).text());
    }
    return fields;
  }

  /** Keys that match a pattern, in any order, each once. */
  public List<byte[]> scan(String pattern) {
    Map<java.nio.ByteBuffer, byte[]> found = new LinkedHashMap<>();
    String cursor = "0";
    do {
      List<Reply> page = ask("SCAN", cursor, "MATCH", pattern, "COUNT", "1000").items();
      cursor = page.get(0).text();
      for (Reply key : page.get(1).items()) {
        found.putIfAbsent(java.nio.ByteBuffer.wrap(key.bytes()), key.bytes());
      }
    } while (!cursor.equals("0"));
    return new ArrayList<>(found.values());
  }

  /** Any command; words as UTF-8. */
  public Reply ask(String... command) {
    return ask(RespConnection.bytes(command));
  }

  /** Any command that a server may not know or allow; empty when it refuses. */
  public Optional<Reply> maybe(String... command) {
    Reply reply = reply(command);
    return reply instanceof Reply.Failure ? Optional.empty() : Optional.of(reply);
  }

  /** Any command; an error is an answer like others. */
  public Reply reply(String... command) {
    try {
      return connection.askAll(List.of(RespConnection.bytes(command))).getFirst();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Any command. */
  public Reply ask(List<byte[]> command) {
    try {
      return connection.ask(command);
    } catch (RedisRefusal e) {
      throw refused(e);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** See {@link RespConnection#snapshot()}. */
  public InputStream snapshot() {
    try {
      return connection.snapshot();
    } catch (RedisRefusal e) {
      throw refused(e);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** The same; empty when the server has no such command, or this login may not use it. */
  public Optional<InputStream> snapshotIfAllowed() {
    try {
      return Optional.of(connection.snapshot());
    } catch (RedisRefusal e) {
      if (e.code().equals("NOPERM") || unknown(e.getMessage())) {
        return Optional.empty();
      }
      throw refused(e);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private static boolean unknown(@Nullable String message) {
    return String.valueOf(message).toLowerCase(Locale.ROOT).contains("unknown command");
  }

  /** Sends commands in one go; errors come as {@link Reply.Failure}. */
  public List<Reply> askAll(List<List<byte[]>> commands) {
    try {
      return connection.askAll(commands);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** The problem that a failed read of {@link #snapshot} is. */
  public StageProblem lost(IOException cause) {
    return StageProblem.passing(
        ProblemCode.CONNECTION_LOST, "Connection to " + where + " lost: " + cause.getMessage());
  }

  /** The problem that an error among several answers is. */
  public StageProblem problem(Reply.Failure failure) {
    return refused(new RedisRefusal(failure.message()));
  }

  private StageProblem refused(RedisRefusal refusal) {
    String said = where + " refused: " + refusal.getMessage();
    if (said.contains("OOM command not allowed")) {
      // Also from within a script, whose error has a code of its own.
      return StageProblem.permanent(ProblemCode.SPACE_SHORT, said);
    }
    return switch (refusal.code()) {
      case "NOAUTH", "WRONGPASS" -> StageProblem.permanent(ProblemCode.CREDENTIALS_REFUSED, said);
      case "NOPERM" -> StageProblem.permanent(ProblemCode.PERMISSION_MISSING, said);
      case "LOADING", "BUSY", "MASTERDOWN" ->
          StageProblem.passing(ProblemCode.TARGET_UNREACHABLE, said);
      case "READONLY", "MISCONF" -> StageProblem.permanent(ProblemCode.TARGET_READ_ONLY, said);
      default -> StageProblem.permanent(ProblemCode.TARGET_UNSUITABLE, said);
    };
  }

  @Override
  public void close() {
    connection.close();
    whenClosed.run();
  }
}

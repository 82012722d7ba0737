package dev.rekindle.coordinator.rebuild;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.journal.FactCodec;
import dev.rekindle.coordinator.restore.RestoreState;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;

/** {@code rekindle rebuild}: a lost journal again, from Kafka. */
public final class RebuildJournal {

  /**
   * Above the highest token that any message tells of. A token that nobody was told of protects
   * nothing, so that this only has to be positive; large, because it costs nothing.
   */
  static final long MARGIN = 1_000_000;

  private static final String USAGE =
      """
      Usage: rekindle rebuild SETTINGS
      Makes the journal of a coordinator again whose database is lost, from what Kafka keeps: the topic
      rekindle.restores.v1 and the commands. Stop all coordinators, give the new, empty database in their
      settings, run this, start them: restores that were under way go on.
            SETTINGS   a coordinator's settings (a .properties file): kafka.bootstrap.servers and
                       quarkus.datasource.jdbc.url, .username, .password are read
      Says what could be missing. Fence tokens then begin above every one that any message tells of.
      Exit status: 0 rebuilt, 1 not, 2 wrong usage.
      """;

  private final PrintStream out;

  private RebuildJournal(PrintStream out) {
    this.out = out;
  }

  /** The command's main method. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream problems) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(USAGE);
      return 0;
    }
    if (arguments.size() != 1) {
      problems.print(USAGE);
      return 2;
    }
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(arguments.getFirst()))) {
      settings.load(reader);
    } catch (IOException e) {
      problems.println("rekindle: cannot read " + arguments.getFirst() + ": " + e.getMessage());
      return 2;
    }
    try {
      new RebuildJournal(out).rebuild(settings);
      return 0;
    } catch (JournalWriter.NotEmpty e) {
      problems.println(
          "rekindle: the journal is not lost, " + e.getMessage() + "; nothing was changed");
    } catch (SQLException e) {
      problems.println("rekindle: the database refuses, nothing was changed: " + e.getMessage());
    } catch (KafkaException | IllegalStateException e) {
      problems.println("rekindle: nothing was changed: " + e.getMessage());
    }
    return 1;
  }

  private void rebuild(Properties settings) throws SQLException, JournalWriter.NotEmpty {
    JournalWriter writer =
        new JournalWriter(
            new JournalWriter.Address(
                required(settings, "quarkus.datasource.jdbc.url"),
                required(settings, "quarkus.datasource.username"),
                settings.getProperty("quarkus.datasource.password", "")));
    KafkaMemory memory = KafkaMemory.read(broker(settings));
    FactCodec codec = new FactCodec();
    List<History> histories = new ArrayList<>();
    memory
        .facts()
        .forEach((restore, told) -> {
          History history = History.of(restore, told, memory.commandsOf(restore), codec);
          if (history.state() == null) {
            out.printf("restore %s: its beginning is not on the topic; left out%n", restore);
          } else {
            histories.add(history);
          }
        });
    long fence =
        histories.stream()
            .map(History::state)
            .mapToLong(state -> state == null ? 0 : state.highestFence())
            .reduce(memory.highestFence(), Math::max);
    writer.write(histories, fence + MARGIN);
    histories.forEach(this::tell);
    closing(memory, histories.size(), fence);
  }

  private void tell(History history) {
    RestoreState state = history.state();
    out.printf(
        "restore %s of %s: %s, %d facts, the last of %s%n",
        history.restore(),
        state == null ? "?" : state.order().target().application(),
        state == null ? "?" : state.phase(),
        history.lines().size(),
        history.lines().getLast().at());
    history.missing().forEach(line -> out.println("  MISSING " + line));
  }

  private void closing(KafkaMemory memory, int restores, long fence) {
    for (RestoreId restore : memory.onlyCommanded()) {
      out.printf(
          "  MISSING restore %s is known from commands only: it may hold fences and replicas;"
              + " look at its application%n",
          restore);
    }
    if (memory.unreadable() > 0) {
      out.printf("  MISSING %d messages could not be read%n", memory.unreadable());
    }
    out.println(
        "what was decided in the last moments and not yet on Kafka is lost: such a stage is looked at"
            + " and done again, such an approval is asked for again");
    out.println("not on Kafka: which alerts led to what, and how far running stages are");
    out.printf(
        "%d restores rebuilt; the highest fence token told of is %d, the next is above %d%n",
        restores, fence, fence + MARGIN);
  }

  private static Map<String, Object> broker(Properties settings) {
    Map<String, Object> broker = new HashMap<>();
    settings
        .stringPropertyNames()
        .forEach(name -> {
          if (name.startsWith("kafka.")) {
            broker.put(name.substring("kafka.".length()), settings.getProperty(name));
          }
        });
    required(settings, "kafka.bootstrap.servers");
    return broker;
  }

  private static String required(Properties settings, String name) {
    String value = settings.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException("the settings lack " + name);
    }
    return value;
  }
}

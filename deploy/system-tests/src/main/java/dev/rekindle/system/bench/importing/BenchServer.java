package dev.rekindle.system.bench.importing;

import dev.rekindle.system.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A server with durable settings, started for a benchmark, and the client tools beside it. */
interface BenchServer extends AutoCloseable {

  /** What the importer calls it. */
  String engine();

  /**
   * Starts it in a folder; {@link ImportBench.ToolMissing} when something of it is not on this
   * machine.
   */
  void start(Path home) throws IOException;

  ChildProcess process();

  int port();

  /** The tools to compare with, the plain client first. */
  List<Baseline> baselines(BenchDump dump) throws IOException;

  /** Makes an empty database in place of what is there. */
  void reset(String database) throws IOException;

  /** A line for each table: its name, its rows and a digest or checksum of them. */
  List<String> content(String database) throws IOException;

  BenchDump.Style style();

  @Override
  void close();

  /**
   * Another way to load the same data.
   *
   * @param name as the result line spells it
   * @param command for a shell; {@code DATABASE} stands for the database
   */
  record Baseline(String name, String command) {}

  /** CPU time of the server so far. */
  default Duration cpu() {
    return Processes.cpu(process().pid());
  }
}

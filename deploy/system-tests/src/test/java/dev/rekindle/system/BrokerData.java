package dev.rekindle.system;

import dev.rekindle.system.process.Signals;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of a sandbox's broker, which loses them. */
final class BrokerData {

  private final Path log;
  private final long broker;

  /**
   * The data of a broker.
   *
   * @param home of the installation
   */
  BrokerData(Path home, long broker) {
    log = home.resolve("kafka/log");
    this.broker = broker;
  }

  /** What is lost when the broker dies; it is started again on what is left. */
  enum Loss {
    /** A new disk. */
    EVERYTHING,
    /** Of each command and report topic the younger half, in the middle of a record. */
    THE_YOUNGER_HALF,
    /** Where the consumers were. */
    OFFSETS
  }

  /** The broker stands still, loses data, and is killed before it can notice. */
  void lose(Loss loss) {
    Signals.send("STOP", broker);
    try {
      switch (loss) {
        case EVERYTHING -> delete(log);
        case OFFSETS -> partitions("__consumer_offsets-").forEach(BrokerData::delete);
        case THE_YOUNGER_HALF -> {
          partitions("rekindle.commands.").forEach(BrokerData::halve);
          partitions("rekindle.reports.").forEach(BrokerData::halve);
        }
      }
    } finally {
      Signals.killIfThere(broker);
    }
  }

  private List<Path> partitions(String prefix) {
    try (Stream<Path> all = Files.list(log)) {
      return all.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void halve(Path partition) {
    try (Stream<Path> files = Files.list(partition)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".log")).toList()) {
        try (RandomAccessFile segment = new RandomAccessFile(file.toFile(), "rw")) {
          segment.setLength(segment.length() / 2);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

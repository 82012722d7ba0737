package dev.rekindle.worker.db.importer.target;

import dev.rekindle.worker.db.importer.input.DumpStream;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells the watch and the target how an import goes on. Belongs to the reader's thread. */
final class Pulse {

  private static final long RHYTHM = Duration.ofSeconds(5).toNanos();

  private final ImportWatch watch;
  private final Ledger ledger;
  private final Dialect dialect;
  private String step = "";
  private @Nullable DumpStream stream;
  private long last = System.nanoTime();

  Pulse(ImportWatch watch, Ledger ledger, Dialect dialect) {
    this.watch = watch;
    this.ledger = ledger;
    this.dialect = dialect;
  }

  ImportWatch watch() {
    return watch;
  }

  void at(String newStep, DumpStream newStream) {
    step = newStep;
    stream = newStream;
    again();
  }

  /** Says the same again; for whoever waits. */
  void again() {
    if (stream != null) {
      watch.at(step, stream);
    }
    if (System.nanoTime() - last > RHYTHM) {
      last = System.nanoTime();
      try {
        ledger.touch();
      } catch (SQLException e) {
        throw dialect.problem("Loading", e);
      }
    }
  }
}

package dev.rekindle.worker.db.database;

import dev.rekindle.worker.db.dump.DumpSource;
import dev.rekindle.worker.db.dump.DumpStream;
import dev.rekindle.worker.db.dump.DumpSurvey;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What both families of servers can do. Failures are {@code StageProblem}s. */
public interface DatabaseServer {

  /** Looks, and changes nothing. */
  ServerFacts look(DatabaseAddress address);

  /** Reads a whole dump of this family and proves it. */
  DumpSurvey survey(DumpSource dump, Consumer<DumpStream> progress);

  /** Imports and proves. */
  ImportResult load(ImportOrder order, ImportWatch watch);

  /** Gives the target back after a cancel; never fails. */
  void release(ImportOrder order);

  /** Rows by table, named as in a dump. */
  Map<String, Long> rows(DatabaseAddress address);

  /** Tables that the last import emptied on purpose, as its order named them. */
  List<String> emptied(DatabaseAddress address);

  /** The single value of each question by name, asked in one read-only transaction. */
  Map<String, String> ask(DatabaseAddress address, Map<String, String> questions);
}

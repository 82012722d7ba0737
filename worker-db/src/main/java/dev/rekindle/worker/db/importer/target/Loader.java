package dev.rekindle.worker.db.importer.target;

import dev.rekindle.worker.db.importer.input.DumpRefused;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** Executes the pieces of a dump that the ledger does not have yet. Used once. */
public interface Loader {

  /** Loads everything and proves the stream; answers what the dump holds. */
  DumpSurvey load(DumpStream stream) throws SQLException, IOException, DumpRefused;

  /**
   * What must not be done before all is proven; within the transaction that says that the import
   * has finished.
   */
  default void complete(Session session) throws SQLException {}

  /** What was left out on purpose, for people. */
  List<String> notes();
}

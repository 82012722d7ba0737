package dev.rekindle.worker.db.importer.target;

import dev.rekindle.worker.db.importer.input.DumpStream;

/** Hears how an import goes on, and may end it. */
public interface ImportWatch {

  /** Called between steps; throws to end the import in a state that can be resumed. */
  void at(String step, DumpStream stream);

  /** Called after a chunk was committed; for tests that end an import there. */
  default void committed(long toOffset) {}

  /** How many nanoseconds fence and ledger took of one change, its commit not counted. */
  default void bookkept(long nanos) {}

  /** Called within the transaction of a chunk, before its commit; for tests. */
  default void beforeCommit(long toOffset) {}
}

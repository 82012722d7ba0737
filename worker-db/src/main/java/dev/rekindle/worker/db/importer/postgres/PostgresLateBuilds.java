package dev.rekindle.worker.db.importer.postgres;

import dev.rekindle.worker.db.importer.input.DumpPiece;
import dev.rekindle.worker.db.importer.input.PostgresPiece;
import dev.rekindle.worker.db.importer.target.Lanes;
import dev.rekindle.worker.db.importer.target.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Indexes and constraints that follow each other in a dump, built over several connections: those
 * of the biggest tables first; of one table the constraints before the indexes, as in the dump.
 */
final class PostgresLateBuilds {

  /** Executes a statement with its ledger row, unless it is done. */
  interface Execution {
    void run(Session session, PostgresPiece.Statement statement) throws SQLException;
  }

  private record OfTable(
      List<PostgresPiece.Statement> constraints, List<PostgresPiece.Statement> indexes) {}

  private final Lanes lanes;
  private final ToLongFunction<String> bytesOf;
  private final Execution execution;
  private final Map<String, OfTable> tables = new LinkedHashMap<>();
  private final List<PostgresPiece.Statement> remarks = new ArrayList<>();

  PostgresLateBuilds(Lanes lanes, ToLongFunction<String> bytesOf, Execution execution) {
    this.lanes = lanes;
    this.bytesOf = bytesOf;
    this.execution = execution;
  }

  boolean isEmpty() {
    return tables.isEmpty();
  }

  void constraint(String table, PostgresPiece.Statement statement) {
    of(table).constraints().add(statement);
  }

  void index(String table, PostgresPiece.Statement statement) {
    of(table).indexes().add(statement);
  }

  private OfTable of(String table) {
    return tables.computeIfAbsent(table, name -> new OfTable(new ArrayList<>(), new ArrayList<>()));
  }

  /** A statement for the time after all builds. */
  void remark(PostgresPiece.Statement statement) {
    remarks.add(statement);
  }

  /** Builds what was collected and waits for it; remarks go to the given session. */
  void finish(Session session) throws SQLException {
    List<String> biggestFirst =
        tables.keySet().stream().sorted(Comparator.comparingLong(bytesOf).reversed()).toList();
    for (String table : biggestFirst) {
      handOver(table, of(table));
    }
    tables.clear();
    lanes.awaitAll();
    for (PostgresPiece.Statement remark : remarks) {
      execution.run(session, remark);
    }
    remarks.clear();
  }

  private void handOver(String table, OfTable builds) {
    long urgency = 1 + bytesOf.applyAsLong(table);
    String earlier = table;
    if (!builds.constraints().isEmpty()) {
      List<PostgresPiece.Statement> constraints =
          builds.constraints().stream().sorted(Comparator.comparingLong(DumpPiece::from)).toList();
      earlier = "constraints of " + table;
      lanes.after(
          table,
          earlier,
          urgency,
          session -> {
            for (PostgresPiece.Statement constraint : constraints) {
              execution.run(session, constraint);
            }
          });
    }
    for (PostgresPiece.Statement index : builds.indexes()) {
      lanes.after(
          earlier, "indexes of " + table, urgency, session -> execution.run(session, index));
    }
  }
}

package dev.rekindle.worker.db.mysql;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.database.DumpProblems;
import dev.rekindle.worker.db.database.ImportOrder;
import dev.rekindle.worker.db.database.ImportResult;
import dev.rekindle.worker.db.database.ImportWatch;
import dev.rekindle.worker.db.database.Proof;
import dev.rekindle.worker.db.dump.DumpRefused;
import dev.rekindle.worker.db.dump.DumpStream;
import dev.rekindle.worker.db.dump.DumpSurvey;
import dev.rekindle.worker.db.ledger.FenceRow;
import dev.rekindle.worker.db.ledger.ImportRun;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Replaces the content of one MySQL or MariaDB database by a dump, exactly once, on one connection.
 * An import that died goes on behind its last committed chunk.
 */
public final class MySqlImport {

  private final MySqlSession session;
  private final ImportOrder order;
  private final ImportWatch watch;
  private final MySqlFence fence;
  private final MySqlLedger ledger;
  private final MySqlContent content;
  private final List<String> notes = new ArrayList<>();

  private MySqlImport(MySqlSession session, ImportOrder order, ImportWatch watch) {
    this.session = session;
    this.order = order;
    this.watch = watch;
    this.fence = new MySqlFence(session, order.claim());
    this.ledger = new MySqlLedger(session, order.claim());
    this.content = new MySqlContent(session, order.address().database());
  }

  /** Imports and proves; throws {@link StageProblem} or {@link AttemptEnded} otherwise. */
  public static ImportResult run(ImportOrder order, ImportWatch watch) {
    try (MySqlSession session = MySqlServer.connect(order.address())) {
      try {
        return new MySqlImport(session, order, watch).work();
      } catch (SQLException e) {
        throw explained(order, e);
      }
    }
  }

  /** A session that was ended by a successor fails like any other: ask the fence. */
  private static RuntimeException explained(ImportOrder order, SQLException e) {
    try (MySqlSession fresh = MySqlSession.open(order.address())) {
      FenceRow row = MySqlFence.look(fresh, order.claim().target(), "");
      if (row != null && row.token() > order.claim().token()) {
        return AttemptEnded.superseded(row.token());
      }
    } catch (SQLException unreachable) {
      e.addSuppressed(unreachable);
    }
    return MySqlProblems.of("Import into " + order.address(), e);
  }

  private ImportResult work() throws SQLException {
    MySqlFence.install(session);
    MySqlLedger.install(session);
    fence.take();
    ImportRun run = ledger.run();
    boolean same = run.isOf(order.claim(), order.sha256());
    if (same && run.phase() == ImportRun.Phase.FINISHED && isUnchanged(run)) {
      fence.release();
      notes.add("was complete and unchanged since");
      return result(run.fingerprint(), true);
    }
    boolean resumed = same && run.phase() == ImportRun.Phase.LOADING && content.exists();
    int chunkBytes = resumed ? run.chunkBytes() : order.chunkBytes();
    if (!resumed) {
      clean(chunkBytes);
    }
    session.execute("USE " + MySqlSession.quote(order.address().database()));
    session.execute(
        "SET SESSION foreign_key_checks = 0, SESSION unique_checks = 0,"
            + " SESSION max_error_count = 65535");
    DumpSurvey survey = load(chunkBytes);
    empty();
    return finish(survey, resumed);
  }

  private boolean isUnchanged(ImportRun run) throws SQLException {
    return content.exists() && content.fingerprint().equals(run.fingerprint());
  }

  /** Everything is proven readable before anything is dropped. */
  private void clean(int chunkBytes) throws SQLException {
    MySqlChecks.refuseObstacles(
        DumpProblems.surveying(
            order.dump(), true, stream -> watch.at("verifying the dump", stream)));
    List<String> visitors = content.visitors();
    if (!visitors.isEmpty()) {
      throw StageProblem.passing(
          ProblemCode.WRITERS_PRESENT,
          "Others are connected to database %s: %s; stop them first"
              .formatted(order.address().database(), String.join(", ", visitors)));
    }
    String options =
        content.exists()
            ? MySqlServer.options(session, order.address().database())
            : ledger.databaseOptions();
    session.execute("START TRANSACTION");
    fence.confirm();
    ledger.beginCleaning(order.sha256(), chunkBytes, options, order.truncate());
    session.execute("COMMIT");
    watch.committed(-2);
    String name = MySqlSession.quote(order.address().database());
    session.execute("DROP DATABASE IF EXISTS " + name);
    watch.committed(-1);
    session.execute("CREATE DATABASE " + name + options);
    session.execute("START TRANSACTION");
    fence.confirm();
    ledger.phase(ImportRun.Phase.LOADING, "");
    session.execute("COMMIT");
    watch.committed(0);
  }

  private DumpSurvey load(int chunkBytes) throws SQLException {
    MySqlLoader loader = new MySqlLoader(session, fence, ledger, ledger.done(), watch, chunkBytes);
    try (DumpStream stream = order.dump().open()) {
      DumpSurvey survey = loader.load(stream);
      notes.addAll(loader.notes());
      return survey;
    } catch (IOException e) {
      throw DumpProblems.of(e);
    } catch (DumpRefused e) {
      throw DumpProblems.of(e);
    }
  }

  private void empty() throws SQLException {
    session.execute("SET SESSION foreign_key_checks = 0");
    for (String table : content.tables()) {
      if (order.truncates(table)) {
        session.execute("TRUNCATE TABLE " + content.qualified(table));
        notes.add("emptied table " + table);
      }
    }
    session.execute("SET SESSION foreign_key_checks = 1, SESSION unique_checks = 1");
  }

  private ImportResult finish(DumpSurvey survey, boolean resumed) throws SQLException {
    Map<String, Long> rows = content.rows();
    Map<String, Long> programs = content.programs();
    String differences = Proof.rowDifferences(survey.rows(), rows, order::truncates);
    String others = Proof.programDifferences(survey.programs(), programs);
    session.execute("START TRANSACTION");
    fence.confirm();
    if (!differences.isEmpty() || !others.isEmpty()) {
      // What is there cannot be believed: the next attempt begins anew.
      ledger.phase(ImportRun.Phase.CLEANING, "");
      session.execute("COMMIT");
      throw StageProblem.passing(
          ProblemCode.VERIFICATION_FAILED,
          "Database %s is not what the dump holds: %s %s"
              .formatted(order.address().database(), differences, others));
    }
    String fingerprint = content.fingerprint();
    ledger.phase(ImportRun.Phase.FINISHED, fingerprint);
    session.execute("COMMIT");
    fence.release();
    return new ImportResult(rows, programs, fingerprint, notes, resumed);
  }

  private ImportResult result(String fingerprint, boolean resumed) throws SQLException {
    return new ImportResult(content.rows(), content.programs(), fingerprint, notes, resumed);
  }

  /** Gives the target back after a cancel, on a connection of its own; the token stays. */
  public static void release(ImportOrder order) {
    try (MySqlSession fresh = MySqlSession.open(order.address())) {
      fresh.execute(
          "UPDATE rekindle.fence SET held = FALSE WHERE target = ? AND token = ?",
          order.claim().target(),
          order.claim().token());
    } catch (SQLException e) {
      // The hold runs out by itself.
    }
  }
}

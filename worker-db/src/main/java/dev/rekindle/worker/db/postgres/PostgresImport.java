package dev.rekindle.worker.db.postgres;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.database.DatabaseAddress;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces the content of one PostgreSQL database by a dump, exactly once, on one connection, as a
 * plain owner. The database itself stays: its objects are dropped in one transaction.
 */
public final class PostgresImport {

  private final PostgresSession session;
  private final ImportOrder order;
  private final ImportWatch watch;
  private final PostgresFence fence;
  private final PostgresLedger ledger;
  private final PostgresContent content;
  private final List<String> notes = new ArrayList<>();

  private PostgresImport(PostgresSession session, ImportOrder order, ImportWatch watch) {
    this.session = session;
    this.order = order;
    this.watch = watch;
    this.fence = new PostgresFence(session, order.claim());
    this.ledger = new PostgresLedger(session, order.claim());
    this.content = new PostgresContent(session);
  }

  /** Imports and proves; throws {@link StageProblem} or {@link AttemptEnded} otherwise. */
  public static ImportResult run(ImportOrder order, ImportWatch watch) {
    try (PostgresSession session = connect(order.address())) {
      try {
        return new PostgresImport(session, order, watch).work();
      } catch (SQLException e) {
        throw explained(order, e);
      }
    }
  }

  static PostgresSession connect(DatabaseAddress address) {
    try {
      return PostgresSession.open(address);
    } catch (SQLException e) {
      throw PostgresProblems.ofConnect(address.toString(), e);
    }
  }

  /** A session that was ended by a successor fails like any other: ask the fence. */
  private static RuntimeException explained(ImportOrder order, SQLException e) {
    try (PostgresSession fresh = PostgresSession.open(order.address())) {
      if (PostgresFence.isInstalled(fresh)) {
        FenceRow row = PostgresFence.look(fresh, order.claim().target(), "");
        if (row != null && row.token() > order.claim().token()) {
          return AttemptEnded.superseded(row.token());
        }
      }
    } catch (SQLException unreachable) {
      e.addSuppressed(unreachable);
    }
    return PostgresProblems.of("Import into " + order.address(), e);
  }

  private ImportResult work() throws SQLException {
    PostgresFence.install(session);
    PostgresLedger.install(session);
    fence.take();
    ImportRun run = ledger.run();
    boolean same = run.isOf(order.claim(), order.sha256());
    if (same
        && run.phase() == ImportRun.Phase.FINISHED
        && content.fingerprint().equals(run.fingerprint())) {
      fence.release();
      notes.add("was complete and unchanged since");
      return new ImportResult(content.rows(), content.programs(), run.fingerprint(), notes, true);
    }
    boolean resumed = same && run.phase() == ImportRun.Phase.LOADING;
    int chunkBytes = resumed ? run.chunkBytes() : order.chunkBytes();
    if (!resumed) {
      clean(chunkBytes);
    }
    DumpSurvey survey = load(chunkBytes);
    return finish(survey, resumed);
  }

  /** Everything is proven readable before anything is dropped. */
  private void clean(int chunkBytes) throws SQLException {
    DumpSurvey survey =
        DumpProblems.surveying(
            order.dump(), false, stream -> watch.at("verifying the dump", stream));
    if (!survey.obstacles().isEmpty()) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          "The dump holds what this version cannot import: " + survey.obstacles());
    }
    List<String> visitors = content.visitors();
    if (!visitors.isEmpty()) {
      session.commit();
      throw StageProblem.passing(
          ProblemCode.WRITERS_PRESENT,
          "Others are connected to database %s: %s; stop them first"
              .formatted(order.address().database(), String.join(", ", visitors)));
    }
    fence.confirm();
    ledger.begin(order.sha256(), chunkBytes, order.truncate());
    content.dropAll();
    watch.beforeCommit(0);
    session.commit();
    watch.committed(0);
  }

  private DumpSurvey load(int chunkBytes) throws SQLException {
    PostgresLoader loader =
        new PostgresLoader(session, fence, ledger, ledger.done(), watch, chunkBytes);
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

  private ImportResult finish(DumpSurvey survey, boolean resumed) throws SQLException {
    session.run("SET search_path = pg_catalog");
    session.run("SET TimeZone = 'UTC'");
    fence.confirm();
    List<String> emptied = content.tables().stream().filter(order::truncates).toList();
    if (!emptied.isEmpty()) {
      session.run("TRUNCATE " + String.join(", ", emptied));
      notes.add("emptied " + String.join(", ", emptied));
    }
    Map<String, Long> rows = content.rows();
    Map<String, Long> programs = content.programs();
    // Triggers of partitions are made by the server, so more than in the dump is right.
    Map<String, Long> found = new HashMap<>(survey.programs());
    found.replaceAll((kind, count) -> Math.min(count, programs.getOrDefault(kind, 0L)));
    String differences =
        Proof.rowDifferences(survey.rows(), rows, order::truncates)
            + Proof.programDifferences(survey.programs(), found);
    if (!differences.isEmpty()) {
      // What is there cannot be believed: the next attempt begins anew.
      ledger.phase(ImportRun.Phase.CLEANING, "");
      session.commit();
      throw StageProblem.passing(
          ProblemCode.VERIFICATION_FAILED,
          "Database %s is not what the dump holds: %s"
              .formatted(order.address().database(), differences));
    }
    String fingerprint = content.fingerprint();
    ledger.phase(ImportRun.Phase.FINISHED, fingerprint);
    session.commit();
    fence.release();
    return new ImportResult(rows, programs, fingerprint, notes, resumed);
  }

  /** Gives the target back after a cancel, on a connection of its own; the token stays. */
  public static void release(ImportOrder order) {
    try (PostgresSession fresh = PostgresSession.open(order.address())) {
      fresh.execute(
          "UPDATE rekindle.fence SET held = false WHERE target = ? AND token = ?",
          order.claim().target(),
          order.claim().token());
      fresh.commit();
    } catch (SQLException e) {
      // The hold runs out by itself.
    }
  }
}

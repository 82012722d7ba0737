package dev.rekindle.worker.db.importer.target;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.DumpRefused;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.plan.Fingerprint;
import dev.rekindle.worker.db.importer.plan.ImportRun;
import dev.rekindle.worker.db.importer.plan.Proof;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Replaces the content of one database by a dump, exactly once, on several connections. An import
 * that died goes on with the chunks that are not committed.
 */
final class Import {

  /** Behind every offset. */
  private static final long END = Long.MAX_VALUE;

  /** Of rows between reader and server; as much again is in the buffers of the drivers. */
  private static final long BYTES_UNDER_WAY = 32 << 20;

  /** Bytes of a file. */
  private static final long BIG_DUMP = 32 << 20;

  private final Dialect dialect;
  private final Session session;
  private final ImportOrder order;
  private final ImportWatch watch;
  private final Fence fence;
  private final Ledger ledger;
  private final Database database;
  private final long dumpBytes;

  /** Of the bytes that the ledger's places are in. */
  private final String identity;

  private final List<String> notes = new ArrayList<>();

  private Import(Dialect dialect, Session session, ImportOrder order, ImportWatch watch) {
    this.dialect = dialect;
    this.session = session;
    this.order = order;
    this.watch = watch;
    this.fence = new Fence(session, dialect, order.claim());
    this.ledger = new Ledger(session, order.claim());
    this.database = dialect.database(session, order.address().database());
    try (DumpStream stream = order.dump().open()) {
      this.dumpBytes = stream.total();
      this.identity =
          stream.reader().isEmpty() && stream.only().isEmpty()
              ? order.sha256()
              : digest(order.sha256(), stream.reader(), stream.only());
    } catch (IOException e) {
      throw DatabaseProblem.of(e);
    }
  }

  private static String digest(String... parts) {
    Fingerprint digest = new Fingerprint();
    List.of(parts).forEach(digest::add);
    return digest.hex();
  }

  static ImportResult run(Dialect dialect, ImportOrder order, ImportWatch watch) {
    return Fence.explaining(
        dialect,
        order.address(),
        order.claim(),
        "Import into",
        session -> new Import(dialect, session, order, watch).work());
  }

  private ImportResult work() throws SQLException {
    Ledger.install(session, dialect);
    fence.take();
    ImportRun run = ledger.run();
    boolean same = run.isOf(order.claim(), identity) && database.exists();
    if (same
        && run.phase() == ImportRun.Phase.FINISHED
        && database.fingerprint().equals(run.fingerprint())) {
      fence.release();
      notes.add("was complete and unchanged since");
      return new ImportResult(database.rows(), database.programs(), run.fingerprint(), notes, true);
    }
    boolean resumed = same && run.phase() == ImportRun.Phase.LOADING;
    Pulse pulse = new Pulse(watch, ledger, dialect);
    try (Lanes lanes =
        new Lanes(this::lane, dialect, order.connections(), BYTES_UNDER_WAY, pulse::again)) {
      int chunkBytes = resumed ? run.chunkBytes() : order.chunkBytes();
      HeldTarget target = new HeldTarget(session, fence, ledger, pulse, chunkBytes, resumed, lanes);
      Map<String, Long> bytes = resumed ? Map.of() : replace(target, run);
      database.prepareLoading();
      Loader loader = dialect.loader(target, order.owners(), bytes);
      DumpSurvey survey = load(loader);
      if (lanes.isFull()) {
        notes.add("the server allowed fewer connections than " + order.connections());
      }
      database.prepareProof();
      truncate(target);
      return finish(target, loader, survey, resumed);
    }
  }

  private Session lane(int number) throws SQLException {
    Session lane = dialect.open(order.address());
    try {
      fence.admit(lane, number);
      dialect.database(lane, order.address().database()).prepareLoading();
      return lane;
    } catch (SQLException | RuntimeException e) {
      lane.close();
      throw e;
    }
  }

  /**
   * Empties the target. Everything is proven readable before anything is dropped; where there is
   * nothing to drop, a big dump is read once only.
   *
   * @return bytes of rows by table; empty when they are not known
   */
  private Map<String, Long> replace(HeldTarget target, ImportRun before) throws SQLException {
    refuseForeign(before);
    Map<String, Long> bytes = nothingToLose() && isBig() ? Map.of() : survey(target).bytes();
    List<String> visitors = database.visitors();
    if (!visitors.isEmpty()) {
      throw DatabaseProblem.passing(
          ProblemCode.WRITERS_PRESENT,
          "Others are connected to database %s: %s; stop them first"
              .formatted(order.address().database(), String.join(", ", visitors)));
    }
    String options = database.exists() ? database.options() : before.databaseOptions();
    if (dialect.isSchemaTransactional()) {
      target.change(
          session,
          0,
          () -> {
            ledger.begin(begun(ImportRun.Phase.LOADING, options), order.truncate());
            database.drop();
            database.create(options);
          });
      return bytes;
    }
    target.change(
        session,
        -2,
        () -> ledger.begin(begun(ImportRun.Phase.CLEANING, options), order.truncate()));
    database.drop();
    watch.committed(-1);
    database.create(options);
    target.change(session, 0, () -> ledger.phase(ImportRun.Phase.LOADING, ""));
    return bytes;
  }

  /** Where nothing may be replaced, only what an attempt of this import left may be there. */
  private void refuseForeign(ImportRun before) throws SQLException {
    boolean ours =
        before.isOf(order.claim(), identity) && before.phase() != ImportRun.Phase.FINISHED;
    if (order.clean() == ImportOrder.Clean.REFUSE && !ours && !nothingToLose()) {
      throw DatabaseProblem.permanent(
          ProblemCode.TARGET_NOT_EMPTY,
          "Database %s is not empty, and the import is told to replace nothing"
              .formatted(order.address().database()));
    }
  }

  private DumpSurvey survey(HeldTarget target) {
    return DatabaseServer.survey(
        dialect, order.dump(), stream -> target.at("verifying the dump", stream));
  }

  private boolean nothingToLose() throws SQLException {
    return !database.exists() || database.isEmpty();
  }

  /** To read a small one costs less than not to know which of its tables are small. */
  private boolean isBig() {
    return dumpBytes >= BIG_DUMP;
  }

  private ImportRun begun(ImportRun.Phase phase, String options) {
    Claim claim = order.claim();
    return new ImportRun(
        claim.restore(), claim.stage(), identity, order.chunkBytes(), phase, options, "");
  }

  private DumpSurvey load(Loader loader) throws SQLException {
    try (DumpStream stream = order.dump().open()) {
      DumpSurvey survey = loader.load(stream);
      DatabaseServer.refuseObstacles(survey);
      notes.addAll(loader.notes());
      return survey;
    } catch (IOException e) {
      throw DatabaseProblem.of(e);
    } catch (DumpRefused e) {
      throw DatabaseProblem.of(e);
    }
  }

  private void truncate(HeldTarget target) throws SQLException {
    List<String> full = new ArrayList<>();
    for (String table : database.tables()) {
      if (order.truncates(table)) {
        notes.add("emptied " + table);
        if (database.hasRows(table)) {
          full.add(table);
        }
      }
    }
    if (!full.isEmpty()) {
      target.change(session, END, () -> database.truncate(full));
    }
  }

  private ImportResult finish(HeldTarget target, Loader loader, DumpSurvey survey, boolean resumed)
      throws SQLException {
    Content content =
        Content.of(
            target.lanes(),
            database,
            session -> dialect.database(session, order.address().database()),
            survey.bytes());
    Map<String, Long> rows = content.rows();
    Map<String, Long> programs = database.programs();
    String differences =
        Proof.rowDifferences(survey.rows(), rows, order::truncates)
            + Proof.programDifferences(survey.programs(), programs, dialect.makesOnlyWhatIsNamed());
    if (!differences.isEmpty()) {
      // What is there cannot be believed: the next attempt begins anew.
      target.change(session, END, () -> ledger.phase(ImportRun.Phase.CLEANING, ""));
      throw DatabaseProblem.passing(
          ProblemCode.VERIFICATION_FAILED,
          "Database %s is not what the dump holds: %s"
              .formatted(order.address().database(), differences));
    }
    String fingerprint = Database.fingerprint(content.checksums(), programs);
    target.change(
        session,
        END,
        () -> {
          loader.complete(session);
          ledger.phase(ImportRun.Phase.FINISHED, fingerprint);
        });
    fence.release();
    return new ImportResult(rows, programs, fingerprint, notes, resumed);
  }
}

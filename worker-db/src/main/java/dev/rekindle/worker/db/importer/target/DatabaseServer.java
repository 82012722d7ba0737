package dev.rekindle.worker.db.importer.target;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.DumpRefused;
import dev.rekindle.worker.db.importer.input.DumpSource;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import dev.rekindle.worker.db.importer.plan.AsideNames;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.plan.FenceRow;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with the databases of a server. Expected failures are {@link DatabaseProblem}s;
 * {@link TargetSuperseded} ends an import whose successor has begun. What a watch, a dump's source
 * or a consumer throws passes through.
 */
public final class DatabaseServer {

  private final Dialect dialect;

  public DatabaseServer(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Looks, and changes nothing. */
  public ServerFacts look(DatabaseAddress address) {
    return with(
        address,
        "Look at",
        (session, database) -> {
          FenceRow row = Fence.look(session, dialect, address.database());
          return new ServerFacts(
              database.version(),
              database.isReadOnly(),
              database.visitors(),
              database.missingRights(),
              row != null && row.isLive() ? row.restore() : "",
              database.exists(),
              !database.exists() || database.isEmpty(),
              database.exists() ? database.bytes() : 0,
              Ledger.unfinished(session, address.database()),
              database.unsafeSettings(),
              database.undurableSettings());
        });
  }

  /** What stands against making triggers, routines, events and views; changes nothing. */
  public Programs.Obstacles obstacles(DatabaseAddress address, Programs programs) {
    return with(
        address, "Look at the rights on", (session, database) -> database.obstacles(programs));
  }

  /** Reads a whole dump of this family and proves it. */
  public DumpSurvey survey(DumpSource dump, Consumer<DumpStream> progress) {
    return survey(dialect, dump, progress);
  }

  static DumpSurvey survey(Dialect dialect, DumpSource dump, Consumer<DumpStream> progress) {
    DumpSurvey survey;
    try {
      survey = dialect.survey(dump, progress);
    } catch (DumpRefused e) {
      throw DatabaseProblem.of(e);
    } catch (IOException e) {
      throw DatabaseProblem.of(e);
    }
    refuseObstacles(survey);
    return survey;
  }

  /** Ends what would import a dump that holds what this version cannot import. */
  public static void refuseObstacles(DumpSurvey survey) {
    if (!survey.obstacles().isEmpty()) {
      throw DatabaseProblem.permanent(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          "The dump holds what this version cannot import: " + survey.obstacles());
    }
    if (!survey.oddTables().isEmpty()) {
      throw DatabaseProblem.permanent(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          "Tables with engines that can neither roll back nor be filled anew: "
              + survey.oddTables());
    }
  }

  /** Replaces the database by the dump, and proves it. */
  public ImportResult load(ImportOrder order, ImportWatch watch) {
    return Import.run(
        dialect,
        order.clean() == ImportOrder.Clean.BESIDE
            ? order.into(aside().prepare(order.address(), order.claim()))
            : order,
        watch);
  }

  /** Databases beside the one that is replaced. */
  public KeptAside aside() {
    return new KeptAside(dialect);
  }

  /** Removes what a finished import wrote down about its chunks; the fence's token stays. */
  public LedgerCleanup.Outcome cleanLedger(DatabaseAddress address, Claim claim) {
    return Fence.explaining(
        dialect,
        address,
        claim,
        "Clean the ledger of",
        session -> LedgerCleanup.run(dialect, session, claim));
  }

  /** Gives the target back after a cancel; the token stays. Never fails. */
  public void release(ImportOrder order) {
    boolean beside = order.clean() == ImportOrder.Clean.BESIDE && dialect.hasLedgerInEachDatabase();
    DatabaseAddress live = order.address();
    DatabaseAddress held = beside ? live.named(AsideNames.of(live.database()).fresh()) : live;
    try (Session fresh = dialect.open(held)) {
      Fence.release(fresh, order.claim());
    } catch (SQLException e) {
      // The hold runs out by itself.
    }
  }

  /** Rows by table, named as in a dump. */
  public Map<String, Long> rows(DatabaseAddress address) {
    return with(address, "Count rows of", (session, database) -> database.rows());
  }

  /** Tables that the last import emptied on purpose, as its order named them. */
  public List<String> emptied(DatabaseAddress address) {
    return with(
        address,
        "Read the ledger of",
        (session, database) -> Ledger.emptied(session, address.database()));
  }

  /** The single value of each question by name, asked in one read-only transaction. */
  public Map<String, String> ask(DatabaseAddress address, Map<String, String> questions) {
    return with(
        address,
        "Ask",
        (session, database) -> {
          database.beginReading();
          Map<String, String> answers = new TreeMap<>();
          for (Map.Entry<String, String> question : questions.entrySet()) {
            answers.put(question.getKey(), answer(session, question));
          }
          return answers;
        });
  }

  private static String answer(Session session, Map.Entry<String, String> question)
      throws SQLException {
    List<List<@Nullable String>> rows = session.table(question.getValue());
    if (rows.size() != 1 || rows.getFirst().size() != 1) {
      throw DatabaseProblem.permanent(
          ProblemCode.SPEC_INVALID,
          "Query '%s' must answer one row of one column".formatted(question.getKey()));
    }
    String value = rows.getFirst().getFirst();
    return value == null ? "" : value;
  }

  static Session connect(Dialect dialect, DatabaseAddress address) {
    try {
      return dialect.open(address);
    } catch (SQLException e) {
      throw dialect.connectProblem(address, e);
    }
  }

  /** Something done on a session of its own. */
  private interface Work<T> {
    T on(Session session, Database database) throws SQLException;
  }

  private <T> T with(DatabaseAddress address, String what, Work<T> work) {
    try (Session session = connect(dialect, address)) {
      return work.on(session, dialect.database(session, address.database()));
    } catch (SQLException e) {
      throw dialect.problem(what + " " + address, e);
    }
  }
}

package dev.rekindle.worker.db.postgres;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.database.DatabaseAddress;
import dev.rekindle.worker.db.database.DatabaseServer;
import dev.rekindle.worker.db.database.DumpProblems;
import dev.rekindle.worker.db.database.ImportOrder;
import dev.rekindle.worker.db.database.ImportResult;
import dev.rekindle.worker.db.database.ImportWatch;
import dev.rekindle.worker.db.database.ServerFacts;
import dev.rekindle.worker.db.dump.DumpSource;
import dev.rekindle.worker.db.dump.DumpStream;
import dev.rekindle.worker.db.dump.DumpSurvey;
import dev.rekindle.worker.db.ledger.FenceRow;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** PostgreSQL. */
public final class PostgresDatabaseServer implements DatabaseServer {

  @Override
  public ServerFacts look(DatabaseAddress address) {
    return with(
        address,
        "Look at",
        session ->
            new ServerFacts(
                String.valueOf(session.text("SELECT current_setting('server_version')")),
                session.truth("SELECT pg_is_in_recovery()")
                    || session.truth("SELECT current_setting('transaction_read_only') = 'on'"),
                new PostgresContent(session).visitors(),
                missingRights(session),
                holder(session, address.database()),
                true));
  }

  private static List<String> missingRights(PostgresSession session) throws SQLException {
    return session.truth("SELECT has_database_privilege(current_database(), 'CREATE')")
        ? List.of()
        : List.of("CREATE on the database (its owner has it)");
  }

  private static String holder(PostgresSession session, String database) throws SQLException {
    if (!PostgresFence.isInstalled(session)) {
      return "";
    }
    FenceRow row = PostgresFence.look(session, database, "");
    return row != null && row.isLive() ? row.restore() : "";
  }

  @Override
  public DumpSurvey survey(DumpSource dump, Consumer<DumpStream> progress) {
    DumpSurvey survey = DumpProblems.surveying(dump, false, progress);
    if (!survey.obstacles().isEmpty()) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          "The dump holds what this version cannot import: " + survey.obstacles());
    }
    return survey;
  }

  @Override
  public ImportResult load(ImportOrder order, ImportWatch watch) {
    return PostgresImport.run(order, watch);
  }

  @Override
  public void release(ImportOrder order) {
    PostgresImport.release(order);
  }

  @Override
  public Map<String, Long> rows(DatabaseAddress address) {
    return with(address, "Count rows of", session -> new PostgresContent(session).rows());
  }

  @Override
  public List<String> emptied(DatabaseAddress address) {
    return with(
        address,
        "Read the ledger of",
        session -> {
          if (!session.truth("SELECT to_regclass('rekindle.import_run') IS NOT NULL")) {
            return List.of();
          }
          String names =
              session.text(
                  "SELECT emptied FROM rekindle.import_run WHERE target = ?", address.database());
          return names == null ? List.of() : List.of(names.split("\n"));
        });
  }

  @Override
  public Map<String, String> ask(DatabaseAddress address, Map<String, String> questions) {
    return with(
        address,
        "Ask",
        session -> {
          session.run("SET TRANSACTION READ ONLY");
          Map<String, String> answers = new TreeMap<>();
          for (Map.Entry<String, String> question : questions.entrySet()) {
            answers.put(question.getKey(), answer(session, question));
          }
          return answers;
        });
  }

  private static String answer(PostgresSession session, Map.Entry<String, String> question)
      throws SQLException {
    List<List<@Nullable String>> rows = session.table(question.getValue());
    if (rows.size() != 1 || rows.getFirst().size() != 1) {
      throw StageProblem.permanent(
          ProblemCode.SPEC_INVALID,
          "Query '%s' must answer one row of one column".formatted(question.getKey()));
    }
    String value = rows.getFirst().getFirst();
    return value == null ? "" : value;
  }

  /** Something done on a session of its own. */
  private interface Work<T> {
    T on(PostgresSession session) throws SQLException;
  }

  private static <T> T with(DatabaseAddress address, String what, Work<T> work) {
    try (PostgresSession session = PostgresImport.connect(address)) {
      T result = work.on(session);
      session.rollbackQuietly();
      return result;
    } catch (SQLException e) {
      throw PostgresProblems.of(what + " " + address, e);
    }
  }
}

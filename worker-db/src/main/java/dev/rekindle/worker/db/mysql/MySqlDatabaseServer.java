package dev.rekindle.worker.db.mysql;

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

/** MySQL and MariaDB. */
public final class MySqlDatabaseServer implements DatabaseServer {

  @Override
  public ServerFacts look(DatabaseAddress address) {
    return with(
        address,
        "Look at",
        session -> {
          MySqlContent content = new MySqlContent(session, address.database());
          return new ServerFacts(
              String.valueOf(session.text("SELECT VERSION()")),
              session.number("SELECT @@GLOBAL.read_only") != 0,
              content.visitors(),
              missingRights(session),
              holder(session, address.database()),
              content.exists());
        });
  }

  private static List<String> missingRights(MySqlSession session) throws SQLException {
    String grants = String.valueOf(session.table("SHOW GRANTS"));
    boolean everywhere =
        grants.contains("GRANT ALL PRIVILEGES ON *.*")
            || grants.matches("(?s).*GRANT [^\\]]*\\bCREATE\\b[^\\]]* ON \\*\\.\\* .*");
    return everywhere || grants.contains("`rekindle`")
        ? List.of()
        : List.of("ALL PRIVILEGES on the database rekindle and on the target");
  }

  private static String holder(MySqlSession session, String database) throws SQLException {
    if (!new MySqlContent(session, "rekindle").tables().contains("fence")) {
      return "";
    }
    FenceRow row = MySqlFence.look(session, database, "");
    return row != null && row.isLive() ? row.restore() : "";
  }

  @Override
  public DumpSurvey survey(DumpSource dump, Consumer<DumpStream> progress) {
    DumpSurvey survey = DumpProblems.surveying(dump, true, progress);
    MySqlChecks.refuseObstacles(survey);
    return survey;
  }

  @Override
  public ImportResult load(ImportOrder order, ImportWatch watch) {
    return MySqlImport.run(order, watch);
  }

  @Override
  public void release(ImportOrder order) {
    MySqlImport.release(order);
  }

  @Override
  public Map<String, Long> rows(DatabaseAddress address) {
    return with(
        address, "Count rows of", session -> new MySqlContent(session, address.database()).rows());
  }

  @Override
  public List<String> emptied(DatabaseAddress address) {
    return with(
        address,
        "Read the ledger of",
        session -> {
          if (!new MySqlContent(session, "rekindle").tables().contains("import_run")) {
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
          session.execute("USE " + MySqlSession.quote(address.database()));
          // The default of MySQL cuts lists after 1024 bytes, with a warning only.
          session.execute("SET SESSION group_concat_max_len = 1073741824");
          session.execute("START TRANSACTION READ ONLY");
          Map<String, String> answers = new TreeMap<>();
          for (Map.Entry<String, String> question : questions.entrySet()) {
            answers.put(question.getKey(), answer(session, question));
          }
          return answers;
        });
  }

  private static String answer(MySqlSession session, Map.Entry<String, String> question)
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
    T on(MySqlSession session) throws SQLException;
  }

  private static <T> T with(DatabaseAddress address, String what, Work<T> work) {
    try (MySqlSession session = MySqlServer.connect(address)) {
      return work.on(session);
    } catch (SQLException e) {
      throw MySqlProblems.of(what + " " + address, e);
    }
  }
}

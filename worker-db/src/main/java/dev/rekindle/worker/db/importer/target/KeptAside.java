package dev.rekindle.worker.db.importer.target;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.plan.AsideNames;
import dev.rekindle.worker.db.importer.plan.AsideRow;
import dev.rekindle.worker.db.importer.plan.AsideRow.Phase;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.plan.ImportRun;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a database by one that was imported beside it, and keeps what was there until somebody
 * releases it or brings it back. Every call may die anywhere and be made again.
 */
public final class KeptAside {

  /** Hears of each step before it is made; may throw to end the work. */
  public interface Watch {
    void at(String step);
  }

  /** What stands against putting something beside a target. */
  public record Obstacle(ProblemCode code, String what, String remedy) {}

  private final Dialect dialect;

  KeptAside(Dialect dialect) {
    this.dialect = dialect;
  }

  /** What stands against an import beside a database by a restore; changes nothing. */
  public List<Obstacle> obstacles(DatabaseAddress live, String restore) {
    try (Session session = DatabaseServer.connect(dialect, dialect.administration(live))) {
      AsideNames names = AsideNames.of(live.database());
      Shelf shelf = dialect.shelf(session);
      List<Obstacle> all =
          new ArrayList<>(
              obstacles(shelf, names, new AsideLedger(session, names.live()).row(), restore));
      for (String right : shelf.missingRights(names.live())) {
        all.add(new Obstacle(ProblemCode.PERMISSION_MISSING, right, "Grant it"));
      }
      return all;
    } catch (SQLException e) {
      throw dialect.problem("Look beside " + live, e);
    }
  }

  private static List<Obstacle> obstacles(
      Shelf shelf, AsideNames names, @Nullable AsideRow row, String restore) throws SQLException {
    List<Obstacle> all = new ArrayList<>();
    if (!names.fit()) {
      all.add(
          new Obstacle(
              ProblemCode.SPEC_INVALID,
              "The name " + names.fresh() + " is too long for a database",
              "Say 'clean: REPLACE' and take a safety copy before"));
    }
    boolean keeps = row != null && row.keeps();
    if (row != null && keeps && !row.restore().equals(restore)) {
      all.add(
          new Obstacle(
              ProblemCode.TARGET_NOT_EMPTY,
              "What restore %s replaced is still kept in database %s"
                  .formatted(row.restore(), names.kept()),
              "Release it (db.release-aside) or bring it back (db.bring-back)"));
    }
    if (row == null && shelf.exists(names.fresh())) {
      all.add(foreign(names.fresh()));
    }
    if (!keeps && shelf.exists(names.kept())) {
      all.add(foreign(names.kept()));
    }
    return all;
  }

  private static Obstacle foreign(String name) {
    return new Obstacle(
        ProblemCode.TARGET_NOT_EMPTY,
        "There is a database " + name + " that no restore has made",
        "Rename or drop it");
  }

  /**
   * Makes room for an import.
   *
   * @return where it loads: beside the live database, or into it when the same restore has swapped
   *     it already, because what was there before is kept then
   */
  DatabaseAddress prepare(DatabaseAddress live, Claim claim) {
    return AsideHold.with(dialect, live, claim, _ -> {}, this::prepare);
  }

  private DatabaseAddress prepare(AsideHold hold) throws SQLException {
    AsideRow row = hold.row();
    if (row != null && row.restore().equals(hold.restore()) && row.keeps()) {
      if (row.phase() == Phase.SWAPPED) {
        return hold.address(hold.names().live());
      }
      throw DatabaseProblem.permanent(
          ProblemCode.CONFLICT,
          "Database %s is being swapped; let that end first".formatted(hold.names().live()));
    }
    List<Obstacle> obstacles = obstacles(hold.shelf(), hold.names(), row, hold.restore());
    if (!obstacles.isEmpty()) {
      Obstacle first = obstacles.getFirst();
      throw DatabaseProblem.permanent(first.code(), first.what() + ". " + first.remedy());
    }
    String fresh = hold.names().fresh();
    hold.change(
        "announcing " + fresh,
        () -> {
          hold.ledger().put(new AsideRow(hold.restore(), Phase.LOADING, 0));
          if (!hold.shelf().exists(fresh)) {
            // Whatever an import before it has recorded is not in what is made now.
            hold.forgetRun();
          }
        });
    if (!hold.shelf().exists(fresh)) {
      hold.confirm("creating " + fresh);
      hold.shelf().create(fresh, hold.names().live());
    }
    return hold.address(fresh);
  }

  /** Makes the imported database the live one; false when this restore has done it before. */
  public boolean swap(DatabaseAddress live, Claim claim, Watch watch) {
    return AsideHold.with(dialect, live, claim, watch, this::swap);
  }

  private boolean swap(AsideHold hold) throws SQLException {
    AsideRow row = hold.row();
    AsideNames names = hold.names();
    if (row == null || !row.restore().equals(hold.restore())) {
      throw DatabaseProblem.permanent(
          ProblemCode.INPUT_MISSING,
          "This restore has imported nothing beside database %s: its db.import must say 'clean: BESIDE'"
              .formatted(names.live()));
    }
    switch (row.phase()) {
      case SWAPPED -> {
        return false;
      }
      case RETURNING, RETURNED ->
          throw DatabaseProblem.permanent(
              ProblemCode.CONFLICT,
              "What was in database %s was brought back; import again".formatted(names.live()));
      case LOADING -> {
        refuseUnfinished(hold);
        hold.refuseVisitors(List.of(names.live(), names.fresh()));
        hold.raiseLive();
        hold.raise(names.fresh());
      }
      case SWAPPING -> {}
    }
    exchange(hold, names.fresh(), names.kept(), Phase.SWAPPING, Phase.SWAPPED);
    prove(hold);
    return true;
  }

  private static void refuseUnfinished(AsideHold hold) throws SQLException {
    ImportRun run = hold.run(hold.names().fresh());
    if (run.phase() != ImportRun.Phase.FINISHED || !run.restore().equals(hold.restore())) {
      throw DatabaseProblem.permanent(
          ProblemCode.INPUT_MISSING,
          "The import into database %s has not finished".formatted(hold.names().fresh()));
    }
  }

  /** The live database must be what the import had proven. */
  private static void prove(AsideHold hold) throws SQLException {
    String live = hold.names().live();
    if (!hold.fingerprint(live).equals(hold.run(live).fingerprint())) {
      throw DatabaseProblem.permanent(
          ProblemCode.VERIFICATION_FAILED,
          "After the swap database %s is not what was imported".formatted(live));
    }
  }

  private static void exchange(
      AsideHold hold, String incoming, String outgoing, Phase during, Phase after)
      throws SQLException {
    hold.shelf().exchange(hold.names().live(), incoming, outgoing, hold.steps(during, after));
  }

  /** Makes what was there before live again; false when it is already, or was never replaced. */
  public boolean bringBack(DatabaseAddress live, Claim claim, Watch watch) {
    return AsideHold.with(dialect, live, claim, watch, KeptAside::bringBack);
  }

  private static boolean bringBack(AsideHold hold) throws SQLException {
    AsideRow row = hold.row();
    AsideNames names = hold.names();
    if (row == null) {
      throw DatabaseProblem.permanent(
          ProblemCode.OBJECT_MISSING,
          "Nothing of database %s is kept aside".formatted(names.live()));
    }
    switch (row.phase()) {
      case LOADING, RETURNED -> {
        return false;
      }
      case SWAPPING -> exchange(hold, names.fresh(), names.kept(), Phase.SWAPPING, Phase.SWAPPED);
      case SWAPPED, RETURNING -> {}
    }
    if (row.phase() != Phase.RETURNING) {
      if (!hold.shelf().exists(names.kept())) {
        throw DatabaseProblem.permanent(
            ProblemCode.OBJECT_MISSING,
            "Database %s, which was kept aside, is gone".formatted(names.kept()));
      }
      hold.refuseVisitors(List.of(names.live(), names.kept()));
      hold.raiseLive();
      hold.drop(names.fresh());
      hold.raise(names.kept());
    }
    exchange(hold, names.kept(), names.fresh(), Phase.RETURNING, Phase.RETURNED);
    return true;
  }

  /**
   * Drops what is beside a database: what was kept there, or what was imported and is not used. The
   * live one stays.
   *
   * @return the databases that were dropped
   */
  public List<String> release(DatabaseAddress live, Claim claim, Watch watch) {
    return AsideHold.with(dialect, live, claim, watch, KeptAside::release);
  }

  private static List<String> release(AsideHold hold) throws SQLException {
    AsideRow row = hold.row();
    if (row == null) {
      return List.of();
    }
    if (row.phase() == Phase.SWAPPING || row.phase() == Phase.RETURNING) {
      throw DatabaseProblem.permanent(
          ProblemCode.CONFLICT,
          "Database %s is half swapped: retry the swap, or bring back what was there, first"
              .formatted(hold.names().live()));
    }
    List<String> dropped = new ArrayList<>();
    List<String> ours =
        row.phase() == Phase.SWAPPED
            ? List.of(hold.names().kept(), hold.names().fresh())
            : List.of(hold.names().fresh());
    for (String name : ours) {
      if (hold.shelf().exists(name)) {
        hold.drop(name);
        dropped.add(name);
      }
    }
    hold.change("forgetting them", () -> hold.ledger().forget());
    return dropped;
  }
}

package dev.rekindle.worker.db.importer.target;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.plan.AsideNames;
import dev.rekindle.worker.db.importer.plan.AsideRow;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.plan.ImportRun;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A target whose fence an attempt has raised, seen from the server's side: by its name. */
final class AsideHold {

  /** Something done while the target is held. */
  interface Work<T> {
    T on(AsideHold hold) throws SQLException;
  }

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Dialect dialect;
  private final Session session;
  private final DatabaseAddress live;
  private final Claim claim;
  private final KeptAside.Watch watch;
  private final Fence fence;
  private final AsideNames names;
  private final AsideLedger ledger;
  private final Shelf shelf;

  private AsideHold(
      Dialect dialect,
      Session session,
      DatabaseAddress live,
      Claim claim,
      KeptAside.Watch watch,
      Fence fence) {
    this.dialect = dialect;
    this.session = session;
    this.live = live;
    this.claim = claim;
    this.watch = watch;
    this.fence = fence;
    this.names = AsideNames.of(live.database());
    this.ledger = new AsideLedger(session, live.database());
    this.shelf = dialect.shelf(session);
  }

  static <T> T with(
      Dialect dialect, DatabaseAddress live, Claim claim, KeptAside.Watch watch, Work<T> work) {
    Dialect there = dialect.forAdministration();
    return Fence.explaining(
        there,
        dialect.administration(live),
        claim,
        "Swap of database " + live.database() + " at",
        session -> {
          AsideLedger.install(session, there);
          Fence fence = new Fence(session, there, claim);
          fence.take();
          T result = work.on(new AsideHold(dialect, session, live, claim, watch, fence));
          fence.release();
          return result;
        });
  }

  AsideNames names() {
    return names;
  }

  AsideLedger ledger() {
    return ledger;
  }

  Shelf shelf() {
    return shelf;
  }

  String restore() {
    return claim.restore();
  }

  @Nullable AsideRow row() throws SQLException {
    return ledger.row();
  }

  DatabaseAddress address(String database) {
    return live.named(database);
  }

  /** Says what comes next, and ends the attempt when a higher token was seen. */
  void confirm(String step) throws SQLException {
    watch.at(step);
    fence.confirm(session);
  }

  void change(String step, HeldTarget.Change change) throws SQLException {
    watch.at(step);
    session.begin();
    try {
      fence.confirm(session);
      change.make();
      session.commit();
    } catch (SQLException | RuntimeException e) {
      session.rollbackQuietly();
      throw e;
    }
  }

  void drop(String name) throws SQLException {
    confirm("dropping " + name);
    shelf.drop(name);
  }

  /** Sessions that have been closed just now may need a moment to be gone. */
  void refuseVisitors(List<String> databases) throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> visitors = visitors(databases);
    while (!visitors.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000_000);
      visitors = visitors(databases);
    }
    if (!visitors.isEmpty()) {
      throw DatabaseProblem.passing(
          ProblemCode.WRITERS_PRESENT,
          "Others are connected to database %s: %s; stop them first"
              .formatted(names.live(), String.join(", ", visitors)));
    }
  }

  private List<String> visitors(List<String> databases) throws SQLException {
    List<String> visitors = new ArrayList<>();
    for (String database : databases) {
      visitors.addAll(shelf.visitors(database));
    }
    return visitors;
  }

  /**
   * Where each database has a ledger of its own, its fence must know the token before it is live.
   */
  void raise(String database) throws SQLException {
    if (!dialect.hasLedgerInEachDatabase()) {
      return;
    }
    watch.at("raising the fence of " + database);
    try (Session inside = dialect.open(address(database))) {
      Ledger.install(inside, dialect);
      raise(inside);
    }
  }

  /** An import that went straight into the live database has raised the fence there alone. */
  void raiseLive() throws SQLException {
    if (!dialect.hasLedgerInEachDatabase() || !shelf.exists(names.live())) {
      return;
    }
    watch.at("raising the fence of " + names.live());
    try (Session inside = dialect.open(address(names.live()))) {
      if (Ledger.isInstalled(inside)) {
        raise(inside);
      }
    }
  }

  private void raise(Session inside) throws SQLException {
    Fence its = new Fence(inside, dialect, claim);
    its.take();
    its.release();
  }

  /** What the ledger says of the import into a database. */
  ImportRun run(String database) throws SQLException {
    if (!dialect.hasLedgerInEachDatabase()) {
      return new Ledger(session, claim).run();
    }
    try (Session inside = dialect.open(address(database))) {
      return Ledger.isInstalled(inside) ? new Ledger(inside, claim).run() : ImportRun.NONE;
    }
  }

  /** Within a transaction. */
  void forgetRun() throws SQLException {
    if (!dialect.hasLedgerInEachDatabase()) {
      new Ledger(session, claim).forget();
    }
  }

  String fingerprint(String database) throws SQLException {
    watch.at("comparing " + database);
    try (Session inside = dialect.open(address(database))) {
      Database content = dialect.database(inside, database);
      content.prepareProof();
      return content.fingerprint();
    }
  }

  Shelf.Steps steps(AsideRow.Phase during, AsideRow.Phase after) {
    return new Shelf.Steps() {
      @Override
      public int next() throws SQLException {
        AsideRow row = row();
        return row != null && row.phase() == during ? row.step() : 0;
      }

      @Override
      public void confirm(String what) throws SQLException {
        AsideHold.this.confirm(what);
      }

      @Override
      public void ended(int step, HeldTarget.Change change) throws SQLException {
        to("step " + (step + 1), during, step + 1, change);
      }

      @Override
      public void ended(HeldTarget.Change change) throws SQLException {
        to("the last step", after, 0, change);
      }
    };
  }

  private void to(String step, AsideRow.Phase phase, int number, HeldTarget.Change change)
      throws SQLException {
    AsideRow before = ledger.row();
    String made = before == null ? claim.restore() : before.restore();
    change(
        step,
        () -> {
          change.make();
          ledger.put(new AsideRow(made, phase, number));
        });
  }
}

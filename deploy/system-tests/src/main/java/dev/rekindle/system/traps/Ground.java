package dev.rekindle.system.traps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.system.api.Comparison;
import dev.rekindle.system.documented.DocumentedProcedure;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The installation on which both restores are tried, as a person with {@code oc} sees it. */
final class Ground {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Stack stack;
  private final DocumentedProcedure procedure;
  private final Path fingerprint;
  private String tenant = "";

  Ground(Stack stack, DocumentedProcedure procedure) {
    this.stack = stack;
    this.procedure = procedure;
    fingerprint = stack.layout().home().resolve("fingerprint.json");
  }

  /** A count that only a Deployment tells, and the documented backup with its dump. */
  void backup() {
    oc("scale", "deployment/zync", "--replicas=2");
    oc("rollout", "status", "deployment/zync");
    stack.sandbox().backupWithoutRoutines(fingerprint);
    tenant = systemSql("SELECT MIN(id) FROM accounts WHERE provider = 1");
  }

  Path backupSet() {
    return stack.layout().backups().resolve(stack.layout().newestBackup().orElseThrow());
  }

  /**
   * The disaster, and what comes of it: zync, whose probe fails without its schema, starts again,
   * makes the schema, and hears of the first tenant; a route is gone.
   */
  void ruin() {
    stack.sandbox().moreWrites();
    stack.sandbox().disaster();
    Await.until(
        PATIENCE,
        () -> "all stores to be readable",
        () -> exact().stream().noneMatch(line -> line.contains("unreadable")));
    oc("rollout", "restart", "deployment/zync");
    oc("rollout", "status", "deployment/zync");
    inPod(
        "zync-database",
        "echo \"INSERT INTO tenants (id, endpoint, access_token, created_at, updated_at) VALUES ("
            + tenant
            + ", 'https://fresh.example.com', 'fresh', now(), now());\" >${HOME}/fresh.sql;"
            + " psql zync_production -f ${HOME}/fresh.sql");
    oc("delete", oc("get", "routes", "-o", "name").lines().getFirst());
  }

  Comparison compared() {
    return stack.sandbox().compare(fingerprint, "final");
  }

  private List<String> exact() {
    return stack.sandbox().compare(fingerprint, "exact").unexplained();
  }

  /** How many things the fingerprint holds of a store. */
  long known(String store) {
    try {
      JsonNode all = new ObjectMapper().readTree(fingerprint.toFile());
      return all.path("stores").path(store).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DocumentedProcedure.Outcome oc(String... arguments) {
    return procedure.oc(arguments);
  }

  DocumentedProcedure.Outcome inPod(String workload, String command) {
    return procedure.inPod(workload, command);
  }

  /** The answer of one query of the system database, as text. */
  String systemSql(String sql) {
    return inPod(
            "system-mysql",
            "MYSQL_PWD=${MYSQL_ROOT_PASSWORD} mysql -hsystem-mysql -uroot -N -e \""
                + sql
                + "\" system")
        .text()
        .strip();
  }

  String redis(String command) {
    return inPod("backend-redis", "redis-cli " + command).text().strip();
  }

  /** Asks {@code oc get} until it answers this. */
  void await(String what, String path, String wanted) {
    Await.until(
        PATIENCE,
        () -> what,
        () -> oc("get", what, "-o", "jsonpath=" + path).text().strip().equals(wanted));
  }

  /** Whether something becomes true within a minute. */
  static boolean soon(BooleanSupplier condition) {
    for (int i = 0; i < 60; i++) {
      if (condition.getAsBoolean()) {
        return true;
      }
      Await.pause(Duration.ofSeconds(1));
    }
    return false;
  }

  long number(String text) {
    return text.matches("\\d+") ? Long.parseLong(text) : 0;
  }

  /** Differences of one store that no rule allows. */
  static List<String> in(Comparison comparison, String store) {
    return comparison.unexplained().stream().filter(line -> line.startsWith(store + ": ")).toList();
  }
}

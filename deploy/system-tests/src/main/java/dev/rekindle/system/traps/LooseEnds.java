package dev.rekindle.system.traps;

import dev.rekindle.system.documented.DocumentedProcedure;
import dev.rekindle.system.process.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Traps beside the way of the documented procedure: single lines of it, played by hand. */
final class LooseEnds {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String IMPORT =
      "export MYSQL_PWD=${MYSQL_ROOT_PASSWORD}; mysql -hsystem-mysql -uroot system <"
          + " ${HOME}/system-mysql-backup";

  private final Ground ground;
  private final Witnesses witnesses;
  private final Path folder;

  LooseEnds(Ground ground, Witnesses witnesses, Path folder) {
    this.ground = ground;
    this.witnesses = witnesses;
    this.folder = folder;
  }

  /** Before the documented restore: what happens to the system database only. */
  List<Trap> before() {
    List<Trap> traps = new ArrayList<>();
    traps.add(cutDump());
    traps.add(reseeding());
    return traps;
  }

  /** After it, on what it left. */
  List<Trap> after() {
    List<Trap> traps = new ArrayList<>();
    traps.add(routes());
    traps.add(unpackedTwice());
    traps.add(emptyDir());
    traps.add(operator());
    traps.add(owner());
    return traps;
  }

  private Trap cutDump() {
    unpack(cut());
    DocumentedProcedure.Outcome imported = ground.inPod("system-mysql", IMPORT);
    List<String> lost = Ground.in(ground.compared(), "system-database");
    long tables =
        lost.stream()
            .filter(line -> line.contains(" rows was ") && line.endsWith(", is absent"))
            .count();
    return new Trap(
        "Dump cut at a statement's end",
        "`mysql` ends with %d; %d tables are still gone, and %d things of the database are not what they were"
            .formatted(imported.exit(), tables, lost.size()),
        "refused by the check, before anything is changed: the trailer is missing",
        "run; "
            + witnesses.tests(
                "deploy/system-tests/RefusalST.a_dump_without_its_trailer_is_refused",
                "worker-db/ImportHandlerIT.a_dump_without_its_trailer_is_truncated"),
        imported.exit() == 0 && tables > 0,
        true);
  }

  /** A clean import by hand: the half that is there gets lost when system-app is scaled. */
  private Trap reseeding() {
    ground.systemSql("DROP DATABASE system; CREATE DATABASE system");
    ground.inPod("system-mysql", IMPORT);
    long imported = ground.number(ground.systemSql("SELECT COUNT(*) FROM accounts"));
    patch(0);
    Await.until(
        PATIENCE,
        () -> "the hook to seed the database",
        () -> ground.systemSql("SELECT COUNT(*) FROM accounts").equals("1"));
    String left = ground.systemSql("SELECT org_name FROM accounts");
    patch(1);
    ground.await("deployment/system-app", "{.status.readyReplicas}", "1");
    // The seeding made what the disaster had taken, and the import left its file.
    ground.systemSql("DROP PROCEDURE IF EXISTS sp_invoices_friendly_id");
    ground.inPod("system-mysql", "rm -f ${HOME}/system-mysql-backup*");
    return new Trap(
        "Hook Job over a half imported database",
        "scaling system-app in the middle of an import runs `system-app-pre`, which loads the schema anew: of %d accounts one is left, \"%s\""
            .formatted(imported, left),
        "the operator is fenced and its hook Jobs are ended before the import; the hook runs once, when the data is whole",
        "run; "
            + witnesses.tests(
                "deploy/sandbox/OperatorIT.a_changed_replica_count_runs_the_hook_which_reseeds_a_half_imported_database",
                "worker-k8s/WorkloadHandlersTest.quiesce_ends_the_operators_hook_job_and_leaves_strangers_alone"),
        imported > 1,
        true);
  }

  private void patch(int replicas) {
    ground.oc(
        "patch",
        "APIManager/apimanager",
        "--type",
        "merge",
        "-p",
        "{\"spec\":{\"system\":{\"appSpec\":{\"replicas\":" + replicas + "}}}}");
  }

  /** zync asks for a product that the database has not, or not yet. */
  private Trap routes() {
    ground.oc("scale", "deployment/zync-que", "--replicas=1");
    ground.oc("rollout", "status", "deployment/zync-que");
    long before = countRoutes();
    String proxy =
        ground.systemSql(
            "SELECT MIN(p.id) FROM proxies p JOIN services s ON s.id = p.service_id WHERE"
                + " s.deployment_option = 'hosted'");
    ground.systemSql("SET FOREIGN_KEY_CHECKS = 0; DELETE FROM proxies");
    ground.inPod(
        "system-redis",
        "redis-cli -n 1 lpush queue:zync '{\"class\":\"ZyncWorker\",\"args\":[{\"type\":\"Proxy\",\"id\":"
            + proxy
            + "}],\"queue\":\"zync\"}'");
    boolean deleted = Ground.soon(() -> countRoutes() < before);
    return new Trap(
        "zync runs while the database is empty",
        "a job for a product that the database lacks deletes its routes: of %d routes %d are left"
            .formatted(before, countRoutes()),
        "old jobs of sidekiq are put aside and those of zync emptied; both start after the import, and the resync after both",
        "run; "
            + witnesses.tests(
                "deploy/system-tests/LeftOutStageST.leaving_a_quarantine_out_turns_the_last_comparison_red"),
        deleted,
        true);
  }

  private long countRoutes() {
    return ground.oc("get", "routes", "-o", "name").lines().size();
  }

  private Trap unpackedTwice() {
    DocumentedProcedure.Outcome again = unpackAgain();
    return new Trap(
        "Typing a line again after a break",
        "`gzip -d` of L5 a second time ends with "
            + again.exit()
            + ", and nobody knows how far L6 came",
        "an attempt looks what is there and does the rest; chunks that are in the database are not written twice",
        "run; "
            + witnesses.tests(
                "deploy/system-tests/EverythingKilledST.after_a_power_cut_in_the_middle_of_an_import_the_restore_goes_on"),
        again.exit() != 0,
        true);
  }

  private Trap emptyDir() {
    int before = Ground.in(ground.compared(), "zync-database").size();
    ground.oc("rollout", "restart", "deployment/zync-database");
    ground.oc("rollout", "status", "deployment/zync-database");
    int after = Ground.in(ground.compared(), "zync-database").size();
    return new Trap(
        "zync-database restarted after its restore",
        "its data lies in an emptyDir: before the restart %d things of it are not what they were, after it %d"
            .formatted(before, after),
        "never restarts it, and does not succeed when its pod is another one than at the import",
        "run; "
            + witnesses.tests(
                "worker-k8s/VerifyHandlerTest.a_replaced_pod_of_a_store_in_memory_is_hopeless"),
        after > before,
        true);
  }

  private Trap operator() {
    ground.oc("scale", "deployment/backend-listener", "--replicas=0");
    ground.await("deployment/backend-listener", "{.spec.replicas}", "2");
    return new Trap(
        "The operator puts writers back",
        "backend-listener, scaled to 0 so that it does not write, has its 2 replicas again a moment later",
        "fences the operator first, and says who scales back what was quiesced",
        "run; "
            + witnesses.tests(
                "deploy/sandbox/OperatorIT.it_puts_back_replicas_that_its_custom_resource_tells",
                "worker-k8s/WorkloadHandlersTest.quiesce_says_who_scales_back"),
        true,
        true);
  }

  /** Under another name, so that the operator does not make it anew at once. */
  private Trap owner() {
    Path file = folder.resolve("owned.json");
    try {
      String text =
          Files.readString(ground.backupSet().resolve("system-environment.json"))
              .replaceAll("\"resourceVersion\" *: *\"[^\"]*\",?", "")
              .replaceAll(
                  "\"uid\" *: *\"[^\"]*\"", "\"uid\" : \"11111111-2222-3333-4444-555555555555\"")
              .replaceFirst("\"name\" *: *\"system-environment\"", "\"name\" : \"restored\"");
      Files.writeString(file, text.replaceAll(",(\\s*})", "$1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DocumentedProcedure.Outcome applied = ground.oc("apply", "-f", file.toString());
    Await.until(
        PATIENCE,
        () -> "the garbage collector; " + applied.text(),
        () -> ground.oc("get", "configmap/restored", "-o", "json").exit() != 0);
    return new Trap(
        "ConfigMaps of a backup carry their old owner",
        "`oc apply` says \""
            + applied.text()
            + "\", and the garbage collector deletes it: its owner is the APIManager of before",
        "owner references, uid and versions are taken off before an object is made",
        "run; "
            + witnesses.tests(
                "worker-k8s/ObjectHandlersTest.a_missing_object_is_created_whole_and_without_an_owner"),
        applied.exit() == 0,
        true);
  }

  private DocumentedProcedure.Outcome unpackAgain() {
    return unpack(ground.backupSet().resolve("system-mysql-backup.gz"));
  }

  private DocumentedProcedure.Outcome unpack(Path file) {
    String pod =
        ground
            .oc(
                "get",
                "pods",
                "-l",
                "deployment=system-mysql",
                "-o",
                "jsonpath={.items[0].metadata.name}")
            .text();
    ground.oc("cp", file.toString(), pod + ":/var/lib/mysql/system-mysql-backup.gz");
    return ground.inPod("system-mysql", "gzip -d ${HOME}/system-mysql-backup.gz </dev/null");
  }

  /** The dump up to a table in its middle. */
  private Path cut() {
    Path whole = ground.backupSet().resolve("system-mysql-backup.gz");
    Path cut = folder.resolve("cut.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(whole));
        OutputStream out = new GZIPOutputStream(Files.newOutputStream(cut))) {
      String dump = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      int end = dump.indexOf("--\n-- Table structure for table `plans`");
      if (end < 0) {
        throw new IllegalStateException("The dump has no table plans");
      }
      out.write(dump.substring(0, end).getBytes(StandardCharsets.ISO_8859_1));
      return cut;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

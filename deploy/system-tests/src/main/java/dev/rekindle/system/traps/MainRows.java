package dev.rekindle.system.traps;

import dev.rekindle.system.api.Comparison;
import dev.rekindle.system.documented.DocumentedProcedure;
import java.util.List;
import java.util.stream.IntStream;

/** Rows about what the two whole restores left. */
record MainRows(
    Ground ground,
    Witnesses witnesses,
    DocumentedProcedure.Outcome outcome,
    Seen rekindle,
    Seen documented,
    List<String> marks) {

  MainRows {
    marks = List.copyOf(marks);
  }

  List<Trap> all() {
    return List.of(
        redis(),
        window(),
        log(),
        zync(),
        procedure(),
        que(),
        replicas(),
        counters(),
        pod(),
        secrets());
  }

  private static long gone(Comparison comparison, String store) {
    return Ground.in(comparison, store).stream()
        .filter(line -> line.endsWith(", is absent"))
        .count();
  }

  private Trap redis() {
    long backend = gone(documented.comparison(), "backend-redis");
    long system = gone(documented.comparison(), "system-redis");
    return new Trap(
        "Redis loses the data just restored",
        "every step green; %d of %d keys of backend-redis and %d of %d of system-redis are gone"
            .formatted(
                backend, ground.known("backend-redis"), system, ground.known("system-redis")),
        "%d and %d things differ"
            .formatted(rekindle.differing("backend-redis"), rekindle.differing("system-redis")),
        "run; "
            + witnesses.tests(
                "worker-redis/LoadRedisIT.documented_procedure_loses_the_restored_data")
            + "; [table](redis-restore.md)",
        backend > 0 && system > 0,
        rekindle.differing("backend-redis") + rekindle.differing("system-redis") == 0);
  }

  private Trap window() {
    return new Trap(
        "Writes into Redis on the way",
        "of 7 keys that a client wrote into backend-redis, one after each of L12 to L18, %d are left"
            .formatted(left(12, 18)),
        "none are made: whatever writes is stopped before the first copy, and stays so until all is proven",
        "run; "
            + witnesses.tests(
                "worker-k8s/WorkloadHandlersTest.quiesce_ends_only_when_the_last_terminating_pod_is_gone"),
        left(12, 18) < 7,
        true);
  }

  private Trap log() {
    return new Trap(
        "backend-redis without its log while system-redis is restored",
        "the edit of the shared `redis-config` restarts both: of 6 keys written into backend-redis, one after each of L19 to L24, %d are left"
            .formatted(left(19, 24)),
        "edits no ConfigMap; each server starts under its own configuration with the snapshot as the beginning of its log",
        "run; [decision 040](decisions/040-redis-by-file.md)",
        left(19, 24) < 6,
        true);
  }

  private long left(int from, int to) {
    return IntStream.rangeClosed(from, to).filter(n -> marks.contains("window/L" + n)).count();
  }

  private Trap zync() {
    long errors =
        outcome.lines().stream()
            .filter(line -> line.startsWith("psql:") && line.contains("ERROR"))
            .count();
    long tables =
        Ground.in(documented.comparison(), "zync-database").stream()
            .filter(line -> line.contains(" rows was "))
            .count();
    return new Trap(
        "zync's restore that restores nothing",
        "`psql` ends with 0 after %d errors, for zync has made its schema already; %d tables have other rows than the backup"
            .formatted(errors, tables),
        rekindle.differing("zync-database") + " things differ",
        "run; "
            + witnesses.tests(
                "worker-db/PostgresImportIT.a_dump_replaces_what_was_there_as_a_plain_owner"),
        errors > 0 && tables > 0,
        rekindle.differing("zync-database") == 0);
  }

  private Trap procedure() {
    return new Trap(
        "The stored procedure is not in the dump",
        "%d of 1 procedures are there: the next invoice cannot be numbered"
            .formatted(documented.procedures()),
        rekindle.procedures() + " of 1, made by `rake db:procedures` and counted",
        "run",
        documented.procedures() == 0,
        rekindle.procedures() == 1);
  }

  private Trap que() {
    String que = documented.objects("replicas zync-que");
    String routes = documented.objects("route ");
    return new Trap(
        "zync-que is never scaled back",
        que + (routes.isEmpty() ? "" : "; after the resync: " + routes),
        rekindle.objects("route ").isEmpty() ? "every route is there" : rekindle.objects("route "),
        "run; "
            + witnesses.tests("worker-k8s/TextsTest.a_host_without_an_admitted_route_is_missing"),
        que.endsWith("is 0"),
        rekindle.objects("replicas zync-que").isEmpty() && rekindle.objects("route ").isEmpty());
  }

  private Trap replicas() {
    String lost = documented.objects("replicas ");
    return new Trap(
        "Replica counts that only a Deployment tells",
        lost,
        rekindle.objects("replicas ").isEmpty()
            ? "all as they were"
            : rekindle.objects("replicas "),
        "run; "
            + witnesses.tests(
                "worker-k8s/WorkloadHandlersTest.start_gives_every_workload_its_own_count_back"),
        lost.contains("replicas zync was 2, is 1"),
        rekindle.objects("replicas ").isEmpty());
  }

  private Trap counters() {
    return new Trap(
        "Identifiers given a second time",
        "`events/id` is %d, and the database has seen %d: the next events are dropped as known"
            .formatted(documented.eventsId(), documented.newestEvent()),
        "`events/id` is %d over %d".formatted(rekindle.eventsId(), rekindle.newestEvent()),
        "run; "
            + witnesses.tests(
                "worker-redis/QueuesIT.counters_are_raised_exactly_and_never_lowered"),
        documented.eventsId() < documented.newestEvent(),
        rekindle.eventsId() >= rekindle.newestEvent());
  }

  private Trap pod() {
    List<String> said = repairs("L7 ");
    return new Trap(
        "The pod that was scaled away",
        said.isEmpty()
            ? ""
            : "L7 copies into a pod of system-app, and L2 took them all: `pods \"null\" not found`",
        "copies through a helper pod of its own; %d files differ"
            .formatted(rekindle.differing("system-storage")),
        "run",
        !said.isEmpty(),
        rekindle.differing("system-storage") == 0);
  }

  private Trap secrets() {
    List<String> said = repairs("L3 ");
    return new Trap(
        "Secrets of a backup carry an old version",
        "`oc apply` refused %d of 12 objects, and a person edited the files".formatted(said.size()),
        rekindle.objects("secret ").isEmpty()
            ? "every value is there"
            : rekindle.objects("secret "),
        "run; "
            + witnesses.tests(
                "worker-k8s/ObjectHandlersTest.only_the_keys_coupled_to_the_data_come_from_the_backup"),
        !said.isEmpty(),
        rekindle.objects("secret ").isEmpty());
  }

  private List<String> repairs(String line) {
    return outcome.repairs().stream().filter(repair -> repair.startsWith(line)).toList();
  }
}

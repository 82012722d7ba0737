package dev.rekindle.contract.stage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stage shall do. Artefact names refer to the pinned backup set ({@code
 * StageContext.backup}). JSON: an object whose {@code kind} is the wire name of the {@link
 * StageKind}.
 */
public sealed interface StageSpec {

  // ---- databases

  /**
   * Replaces the content of a database by a dump. Output {@code target}: {@code podUid} of the
   * server when it runs in a pod.
   *
   * @param source which database of the dump, when it holds several; null for the only one
   * @param truncate tables emptied after the import, such as job queues that must not run again
   * @param owners null keeps those of the dump
   * @param clean null replaces what is there
   */
  record ImportDatabase(
      DatabaseTarget target,
      String artifact,
      @Nullable String source,
      List<String> truncate,
      @Nullable DumpOwners owners,
      @Nullable CleanTarget clean)
      implements StageSpec {
    public ImportDatabase {
      truncate = List.copyOf(truncate);
    }
  }

  /** Writes a dump of the database into the safety set, under the name {@code artifact}. */
  record DumpDatabase(DatabaseTarget target, String artifact, SafetyPolicy policy)
      implements StageSpec {}

  /**
   * Asks the database read-only questions. Output {@code answers}: the single value of each query
   * by its name ({@code NULL} as an empty string).
   *
   * @param queries SELECT statements by name
   * @param expected answers that must come, by query name; others are only reported
   */
  record QueryDatabase(
      DatabaseTarget target, Map<String, String> queries, Map<String, String> expected)
      implements StageSpec {
    public QueryDatabase {
      queries = Map.copyOf(queries);
      expected = Map.copyOf(expected);
    }
  }

  /** Compares row counts of every table with the dump; {@code source} as for the import. */
  record VerifyDatabase(DatabaseTarget target, String artifact, @Nullable String source)
      implements StageSpec {}

  /** Removes what a finished import wrote down about its chunks; the fence token stays. */
  record CleanLedger(DatabaseTarget target) implements StageSpec {}

  /**
   * Gives the target's name to the database that an import of this restore made beside it ({@link
   * CleanTarget#BESIDE}); what had the name is kept aside, as {@code <name>_rekindle_old}.
   */
  record SwapDatabase(DatabaseTarget target) implements StageSpec {}

  /** Makes live again what is kept aside; what was live is then {@code <name>_rekindle_new}. */
  record BringBackDatabase(DatabaseTarget target) implements StageSpec {}

  /** Drops what lies beside a target: what was kept aside, or what was imported and is not used. */
  record ReleaseAside(DatabaseTarget target) implements StageSpec {}

  // ---- Redis

  /**
   * Replaces the content of a Redis server by a snapshot and proves it. By file it ends with the
   * server up, under its own unchanged configuration, after a restart that lost nothing. Over the
   * wire nothing is restarted.
   *
   * @param way null lets what is found decide: by file where the server runs in the cluster with
   *     its data on a claim and stands alone, over the wire otherwise
   * @param proof null for SAMPLED by file, where the bytes are proven too, and FULL over the wire
   */
  record LoadRedis(
      RedisTarget target, String artifact, @Nullable LoadWay way, @Nullable ProofDepth proof)
      implements StageSpec {

    public LoadRedis {
      if (way == LoadWay.FILE && target.claim() == null) {
        throw new IllegalArgumentException(
            "By file a Redis target needs workload, container, claim and directory");
      }
    }

    /** Way and proof are left to what is found. */
    public LoadRedis(RedisTarget target, String artifact) {
      this(target, artifact, null, null);
    }
  }

  /**
   * Lets the server write its append-only log anew (BGREWRITEAOF, as the documented procedure of
   * 3scale does), and waits until it is really there.
   */
  record RewriteRedisLog(RedisTarget target) implements StageSpec {}

  /** Takes a snapshot into the safety set. */
  record SnapshotRedis(RedisTarget target, String artifact, SafetyPolicy policy)
      implements StageSpec {}

  /** Keeps restored jobs from running: renames queue keys away, or drops or keeps them. */
  record QuarantineQueues(RedisTarget target, List<QueueRule> rules) implements StageSpec {
    public QuarantineQueues {
      rules = List.copyOf(rules);
    }
  }

  /**
   * Carries out what an operator decided about keys that {@link QuarantineQueues} put aside, in
   * this restore or an earlier one: they go back to their names, or for good.
   *
   * @param restore of which they were put aside; null for those of any restore
   * @param rules which of them, by the names they had; the first that matches a key decides
   */
  record SettleQuarantine(RedisTarget target, @Nullable String restore, List<SettleRule> rules)
      implements StageSpec {
    public SettleQuarantine {
      rules = List.copyOf(rules);
    }
  }

  /**
   * Raises integer counters so that identifiers already used elsewhere are not given out again.
   * Needs input {@code floors}: the highest identifier seen, by key.
   *
   * @param margin added to the floor
   */
  record RaiseCounters(RedisTarget target, int database, List<String> keys, long margin)
      implements StageSpec {
    public RaiseCounters {
      keys = List.copyOf(keys);
    }
  }

  /**
   * Lists keys of things that the source of truth no longer has, which a rewrite that only adds
   * leaves behind, and removes them when told. Needs input {@code known}: under the name each rule
   * gives, the identities that exist, separated by commas (a JSON array will do), and under that
   * name with {@code .count} behind it how many there are.
   *
   * @param remove false only lists them
   */
  record FindOrphans(RedisTarget target, int database, List<OrphanRule> rules, boolean remove)
      implements StageSpec {
    public FindOrphans {
      rules = List.copyOf(rules);
    }
  }

  /** Compares every logical database with the snapshot; keys past their expiry excluded. */
  record VerifyRedis(RedisTarget target, String artifact) implements StageSpec {}

  // ---- Kubernetes

  /**
   * Looks which plan fits what is in the cluster and in the backup set. Another one than this plan
   * is the blocking finding {@code ANOTHER_PLAN}, whose subject is the name of the right one. A
   * backup set that does not belong to the target is {@code TARGET_UNSUITABLE}.
   *
   * @param plan the plan that this stage stands in
   * @param resource the custom resource whose fields tell; it need not exist
   * @param plans the first that fits counts
   * @param matches what target and backup set must have in common
   */
  record IdentifyApplication(
      String plan, ObjectRef resource, List<PlanChoice> plans, List<BackupMatch> matches)
      implements StageSpec {
    public IdentifyApplication {
      plans = List.copyOf(plans);
      matches = List.copyOf(matches);
    }
  }

  /**
   * Records the state that later stages change, before they change it. Output {@code originals}:
   * replicas by workload (its JSON form), and {@code <field>} of the custom resource as JSON text,
   * an absent field as {@code absent}. Also written create-only to ConfigMap {@code
   * rekindle-originals-<application>}.
   *
   * @param resource the custom resource whose fields are recorded; null when there is none
   * @param fields JSON pointers into the custom resource
   * @param fallback replicas by workload (its JSON form), for one that stands at 0 although no
   *     earlier original of it is left: the disaster may have scaled it down
   */
  record CaptureOriginals(
      List<WorkloadRef> workloads,
      @Nullable ObjectRef resource,
      List<String> fields,
      Map<String, Long> fallback)
      implements StageSpec {
    public CaptureOriginals {
      workloads = List.copyOf(workloads);
      fields = List.copyOf(fields);
      fallback = Map.copyOf(fallback);
    }
  }

  /** Takes the application's Lease with the fence token, and stops the operator, if it has one. */
  record FenceApplication(String lease, @Nullable WorkloadRef operator) implements StageSpec {}

  /**
   * Scales workloads to 0 and waits until their pods are gone.
   *
   * @param jobs names of Jobs that are deleted while they run, because they write too and whoever
   *     made them makes them again (an operator's hooks)
   */
  record QuiesceWorkloads(List<WorkloadRef> workloads, List<String> jobs) implements StageSpec {
    public QuiesceWorkloads {
      workloads = List.copyOf(workloads);
      jobs = List.copyOf(jobs);
    }
  }

  /** Copies objects into a Secret of the namespace (never out of the cluster), for an undo. */
  record SaveObjects(List<ObjectRef> objects, SafetyPolicy policy) implements StageSpec {
    public SaveObjects {
      objects = List.copyOf(objects);
    }
  }

  /** Brings Secrets and ConfigMaps back, key by key. */
  record ApplyObjects(List<ObjectRestore> objects) implements StageSpec {
    public ApplyObjects {
      objects = List.copyOf(objects);
    }
  }

  /** Copies the files of a claim into the safety set. */
  record SaveFiles(String claim, String artifact, SafetyPolicy policy) implements StageSpec {}

  /** Compares all copies of this order, {@code artifacts} at least; then writes the manifest. */
  record SealBackup(List<String> artifacts, String lease) implements StageSpec {
    public SealBackup {
      artifacts = List.copyOf(artifacts);
    }
  }

  /** Makes a claim's files equal to a folder artefact; what that does not have is removed. */
  record SyncFiles(String claim, String artifact) implements StageSpec {}

  /** Scales workloads to their original replicas (input {@code originals}); waits until ready. */
  record StartWorkloads(List<WorkloadRef> workloads) implements StageSpec {
    public StartWorkloads {
      workloads = List.copyOf(workloads);
    }
  }

  /**
   * Runs a command once, as a Job made from a workload's pod template, and waits for its end.
   * Output {@code job}: {@code name}.
   *
   * @param container the container whose image, environment and mounts are used
   * @param timeout after which the Job is ended
   */
  record RunCommand(WorkloadRef workload, String container, List<String> command, Duration timeout)
      implements StageSpec {
    public RunCommand {
      command = List.copyOf(command);
    }
  }

  /**
   * Compares the application with what it must be: original replicas ready (input {@code
   * originals}), routes admitted (optional input {@code hosts}), probes answered, pods of in-memory
   * stores not replaced (any input with a value {@code podUid}; the input's name is the service).
   *
   * @param resource the custom resource whose captured fields must be what they were; null when
   *     there is none
   */
  record VerifyApplication(
      List<WorkloadRef> workloads, List<HttpProbe> probes, @Nullable ObjectRef resource)
      implements StageSpec {
    public VerifyApplication {
      workloads = List.copyOf(workloads);
      probes = List.copyOf(probes);
    }
  }

  /**
   * Starts the operator again with its original replicas (input {@code originals}) and gives the
   * Lease back.
   */
  record UnfenceApplication(String lease, @Nullable WorkloadRef operator) implements StageSpec {}
}

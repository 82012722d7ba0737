package dev.rekindle.contract.stage;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One constant for each record of {@link StageSpec}; a test demands that both stay in step. */
public enum StageKind {
  DB_IMPORT("db.import", Pool.DB, StageSpec.ImportDatabase.class),
  DB_DUMP("db.dump", Pool.DB, StageSpec.DumpDatabase.class),
  DB_QUERY("db.query", Pool.DB, StageSpec.QueryDatabase.class),
  DB_VERIFY("db.verify", Pool.DB, StageSpec.VerifyDatabase.class),
  DB_CLEAN_LEDGER("db.clean-ledger", Pool.DB, StageSpec.CleanLedger.class),
  DB_SWAP("db.swap", Pool.DB, StageSpec.SwapDatabase.class),
  DB_BRING_BACK("db.bring-back", Pool.DB, StageSpec.BringBackDatabase.class),
  DB_RELEASE_ASIDE("db.release-aside", Pool.DB, StageSpec.ReleaseAside.class),
  REDIS_LOAD("redis.load", Pool.REDIS, StageSpec.LoadRedis.class),
  REDIS_REWRITE_AOF("redis.rewrite-aof", Pool.REDIS, StageSpec.RewriteRedisLog.class),
  REDIS_SNAPSHOT("redis.snapshot", Pool.REDIS, StageSpec.SnapshotRedis.class),
  REDIS_QUARANTINE("redis.quarantine", Pool.REDIS, StageSpec.QuarantineQueues.class),
  REDIS_SETTLE_QUARANTINE("redis.settle-quarantine", Pool.REDIS, StageSpec.SettleQuarantine.class),
  REDIS_RAISE_COUNTERS("redis.raise-counters", Pool.REDIS, StageSpec.RaiseCounters.class),
  REDIS_ORPHANS("redis.orphans", Pool.REDIS, StageSpec.FindOrphans.class),
  REDIS_VERIFY("redis.verify", Pool.REDIS, StageSpec.VerifyRedis.class),
  K8S_IDENTIFY("k8s.identify", Pool.K8S, StageSpec.IdentifyApplication.class),
  K8S_CAPTURE("k8s.capture", Pool.K8S, StageSpec.CaptureOriginals.class),
  K8S_FENCE("k8s.fence", Pool.K8S, StageSpec.FenceApplication.class),
  K8S_QUIESCE("k8s.quiesce", Pool.K8S, StageSpec.QuiesceWorkloads.class),
  K8S_SAVE_OBJECTS("k8s.save-objects", Pool.K8S, StageSpec.SaveObjects.class),
  K8S_APPLY_OBJECTS("k8s.apply-objects", Pool.K8S, StageSpec.ApplyObjects.class),
  K8S_SAVE_FILES("k8s.save-files", Pool.K8S, StageSpec.SaveFiles.class),
  K8S_SEAL_BACKUP("k8s.seal-backup", Pool.K8S, StageSpec.SealBackup.class),
  K8S_SYNC_FILES("k8s.sync-files", Pool.K8S, StageSpec.SyncFiles.class),
  K8S_START("k8s.start", Pool.K8S, StageSpec.StartWorkloads.class),
  K8S_RUN("k8s.run", Pool.K8S, StageSpec.RunCommand.class),
  K8S_VERIFY("k8s.verify", Pool.K8S, StageSpec.VerifyApplication.class),
  K8S_UNFENCE("k8s.unfence", Pool.K8S, StageSpec.UnfenceApplication.class);

  private static final Set<StageKind> LOOKING =
      EnumSet.of(
          DB_DUMP,
          REDIS_SNAPSHOT,
          K8S_IDENTIFY,
          K8S_SAVE_OBJECTS,
          K8S_SAVE_FILES,
          K8S_SEAL_BACKUP,
          K8S_VERIFY);

  private final String wireName;
  private final Pool pool;
  private final Class<? extends StageSpec> spec;

  StageKind(String wireName, Pool pool, Class<? extends StageSpec> spec) {
    this.wireName = wireName;
    this.pool = pool;
    this.spec = spec;
  }

  /** What plans and messages call it. */
  public String wireName() {
    return wireName;
  }

  /** The workers that have its handler. */
  public Pool pool() {
    return pool;
  }

  public Class<? extends StageSpec> spec() {
    return spec;
  }

  /** Whether a plan with such a stage makes a backup set instead of reading one. */
  public boolean seals() {
    return this == K8S_SEAL_BACKUP;
  }

  /** Whether it leaves the application, its data and its objects as they are. */
  public boolean onlyLooks() {
    return LOOKING.contains(this);
  }

  /** The kind of a wire name; empty when this version knows none of that name. */
  public static Optional<StageKind> ofWireName(String name) {
    return Arrays.stream(values()).filter(kind -> kind.wireName.equals(name)).findFirst();
  }

  /** The kind of a specification. */
  public static StageKind of(StageSpec spec) {
    return Arrays.stream(values())
        .filter(kind -> kind.spec.isInstance(spec))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("No StageKind constant for " + spec.getClass()));
  }
}

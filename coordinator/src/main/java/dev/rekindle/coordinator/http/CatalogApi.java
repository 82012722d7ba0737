package dev.rekindle.coordinator.http;

import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.worker.WorkerPresence;
import dev.rekindle.coordinator.access.Role;
import dev.rekindle.coordinator.backup.BackupSet;
import dev.rekindle.coordinator.backup.BackupSets;
import dev.rekindle.coordinator.engine.ClusterDirectory;
import dev.rekindle.coordinator.order.Application;
import dev.rekindle.coordinator.order.Applications;
import dev.rekindle.coordinator.view.WorkersSeen;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clusters, applications and backup sets. */
@Path("/api/v1")
@RunOnVirtualThread
public class CatalogApi {

  private final ClusterDirectory clusters;
  private final Applications applications;
  private final BackupSets backups;
  private final WorkersSeen workers;
  private final CurrentCaller caller;

  CatalogApi(
      ClusterDirectory clusters,
      Applications applications,
      BackupSets backups,
      WorkersSeen workers,
      CurrentCaller caller) {
    this.clusters = clusters;
    this.applications = applications;
    this.backups = backups;
    this.workers = workers;
    this.caller = caller;
  }

  /** A cluster with who works there. */
  public record Cluster(String name, List<String> applications, List<Worker> workers) {}

  /** A worker seen lately. */
  public record Worker(
      String instance,
      String pool,
      List<String> kinds,
      String version,
      int running,
      int capacity,
      Instant seenAt) {}

  /**
   * A backup set.
   *
   * @param usable false when there is a problem
   * @param verifiedAt when all artefacts were compared with this manifest; null when nobody did
   */
  public record Backup(
      String set,
      String store,
      boolean safety,
      boolean usable,
      String problem,
      @Nullable Instant createdAt,
      @Nullable Instant verifiedAt,
      long bytes,
      List<Artifact> artifacts) {}

  /** One artefact of a set. */
  public record Artifact(
      String name,
      String path,
      String format,
      String sha256,
      long bytes,
      @Nullable Instant capturedAt,
      String tool,
      String serverVersion,
      Map<String, Long> counts) {}

  @GET
  @Path("clusters")
  public Items<Cluster> clusters() {
    List<Application> all = caller.visible(applications.all(), Application::name);
    return new Items<>(clusters.clusters().stream().map(name -> cluster(name, all)).toList());
  }

  @GET
  @Path("applications")
  public Items<Application> applications() {
    return new Items<>(caller.visible(applications.all(), Application::name));
  }

  /** The backup sets of an application's store, the newest first. */
  @GET
  @Path("backups")
  public Items<Backup> backups(@QueryParam("application") @Nullable String application) {
    String store = application(application).store();
    return new Items<>(
        backups.list(store).stream()
            .map(listed -> backup(store, listed.name(), listed.lookup()))
            .toList());
  }

  @GET
  @Path("backups/{set}")
  public Backup backup(
      @PathParam("set") String set, @QueryParam("application") @Nullable String application) {
    String store = application(application).store();
    return switch (backups.find(store, set)) {
      case BackupSets.Lookup.Refused(BackupSets.Reason reason, String message)
          when reason == BackupSets.Reason.UNKNOWN_SET
              || reason == BackupSets.Reason.UNKNOWN_STORE ->
          throw Refused.notFound("BACKUP_UNKNOWN", message);
      case BackupSets.Lookup lookup -> backup(store, set, lookup);
    };
  }

  private Application application(@Nullable String name) {
    String wanted = Requests.given(name, "application");
    caller.need(Role.VIEWER, wanted);
    return applications
        .find(wanted)
        .orElseThrow(() ->
            Refused.notFound(
                "UNKNOWN_APPLICATION", "No application '" + wanted + "' in the catalogue"));
  }

  private Cluster cluster(String name, List<Application> all) {
    return new Cluster(
        name,
        all.stream()
            .filter(application -> application.cluster().equals(name))
            .map(Application::name)
            .toList(),
        workers.in(name, Instant.now()).stream().map(CatalogApi::worker).toList());
  }

  private static Worker worker(WorkersSeen.Seen seen) {
    WorkerPresence presence = seen.presence();
    return new Worker(
        presence.instance(),
        presence.pool().wireName(),
        presence.kinds(),
        presence.version(),
        presence.running(),
        presence.capacity(),
        seen.at());
  }

  private static Backup backup(String store, String name, BackupSets.Lookup lookup) {
    return switch (lookup) {
      case BackupSets.Lookup.Found(BackupSet set) ->
          new Backup(
              name,
              store,
              set.safety(),
              true,
              "",
              set.createdAt(),
              set.verifiedAt(),
              set.artifacts().stream().mapToLong(artifact -> artifact.pin().bytes()).sum(),
              set.artifacts().stream()
                  .sorted(Comparator.comparing(BackupArtifact::name))
                  .map(CatalogApi::artifact)
                  .toList());
      case BackupSets.Lookup.Refused refused ->
          new Backup(
              name,
              store,
              name.startsWith(BackupSet.SAFETY_PREFIX),
              false,
              refused.message(),
              null,
              null,
              0,
              List.of());
    };
  }

  private static Artifact artifact(BackupArtifact artifact) {
    return new Artifact(
        artifact.name(),
        artifact.pin().path(),
        artifact.pin().format().wireName(),
        artifact.pin().sha256(),
        artifact.pin().bytes(),
        artifact.capturedAt(),
        artifact.tool(),
        artifact.serverVersion(),
        artifact.counts());
  }
}

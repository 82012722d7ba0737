package dev.rekindle.sandbox.threescale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.Installation;
import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import dev.rekindle.sandbox.cluster.kubelet.Image;
import dev.rekindle.sandbox.cluster.kubelet.ImageCatalog;
import dev.rekindle.sandbox.data.Population;
import dev.rekindle.sandbox.data.PopulationGenerator;
import dev.rekindle.sandbox.fingerprint.Stores;
import dev.rekindle.sandbox.image.ContainerImage;
import dev.rekindle.sandbox.image.DatabaseImages;
import dev.rekindle.sandbox.server.Binaries;
import dev.rekindle.sandbox.server.FreePort;
import dev.rekindle.sandbox.server.MariaDbHome;
import dev.rekindle.sandbox.threescale.KubeApi.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** A 3scale 2.15 in a simulated cluster, kept on one folder across restarts. */
public final class ThreescaleInstallation implements Installation {

  private final SimulatedCluster cluster;
  private final Surroundings around;
  private final DatabaseImages images;

  private ThreescaleInstallation(
      SimulatedCluster cluster, Surroundings around, DatabaseImages images) {
    this.cluster = cluster;
    this.around = around;
    this.images = images;
  }

  /**
   * Starts the cluster, installs and fills 3scale the first time, and returns when every pod is
   * ready.
   */
  public static ThreescaleInstallation start(Path home, int size, long seed) throws Exception {
    Path directory = Files.createDirectories(home.resolve("cluster")).toRealPath();
    DatabaseImages images = new DatabaseImages(Binaries.ofUser(), home.resolve("images"));
    CompletableFuture<Surroundings> ready = new CompletableFuture<>();
    ClusterSettings settings =
        ClusterSettings.in(directory)
            .withKept(true)
            .withPort(FreePort.remembered(directory.resolve("port")));
    SimulatedCluster cluster =
        SimulatedCluster.start(settings, catalog -> register(catalog, images, ready));
    KubeApi api = new KubeApi(cluster.url(), cluster.token(), Blueprint.NAMESPACE);
    Blueprint blueprint = Blueprint.of(seed);
    LiveStores stores =
        new LiveStores(
            api,
            blueprint,
            () -> cluster.kubelet().claimDirectory(Blueprint.NAMESPACE, "system-storage"));
    Surroundings around = new Surroundings(api, stores, new WriterGate(), blueprint);
    ready.complete(around);
    Installer installer = new Installer(around);
    Path marker = home.resolve("installed");
    if (!Files.exists(marker)) {
      Population population =
          PopulationGenerator.generate(seed, size, Instant.now().truncatedTo(ChronoUnit.SECONDS));
      installer.stores();
      installer.data(population, seed, size);
      installer.workloads();
      installer.uploads(population, seed, size);
      installer.routes(ready.join());
      installer.operator();
      Files.writeString(marker, population.base().toString());
    }
    installer.awaitAll();
    return new ThreescaleInstallation(cluster, around, images);
  }

  private static void register(
      ImageCatalog catalog, DatabaseImages images, CompletableFuture<Surroundings> surroundings) {
    for (ContainerImage image :
        List.of(images.mysql(), images.postgresql(), images.redis(false), images.minimal())) {
      catalog.register(
          java.util.regex.Pattern.quote(image.name()),
          Image.of(image.programs(), image.command(), image.environment(), image.layers()));
    }
    catalog.register("quay\\.io/3scale/.*", new AppImage(surroundings));
  }

  /** A kubeconfig of the cluster's administrator. */
  public Path kubeconfig() {
    return cluster.kubeconfig();
  }

  /**
   * Makes accounts with the rights of a file, each with a kubeconfig beside the administrator's.
   */
  public void accounts(Path roles) throws IOException {
    cluster.accounts(roles);
  }

  @Override
  public Stores stores() {
    return around.stores();
  }

  @Override
  public <T> T still(Callable<T> work) throws Exception {
    return around.gate().still(work);
  }

  @Override
  public Path claim(String name) {
    return cluster.kubelet().claimDirectory(Blueprint.NAMESPACE, name);
  }

  @Override
  public Optional<ObjectNode> object(String kind, String name) {
    return around.api().get(Kind.named(kind), name).map(object -> (ObjectNode) object);
  }

  @Override
  public void replace(String kind, ObjectNode object) {
    ObjectNode fresh = object.deepCopy();
    ((ObjectNode) fresh.path("metadata")).remove(List.of("resourceVersion", "managedFields"));
    around.api().replace(Kind.named(kind), fresh);
  }

  @Override
  public void deletePods(String deployment) {
    for (JsonNode pod : around.api().list(Kind.POD, "deployment=" + deployment)) {
      around.api().delete(Kind.POD, pod.at("/metadata/name").asText());
    }
  }

  @Override
  public ProcessBuilder systemDump(boolean routines) {
    MariaDbHome home = Binaries.ofUser().mariaDb();
    ProcessBuilder dump =
        new ProcessBuilder(
            home.dump().toString(),
            "--no-defaults",
            // The sandbox's server has no TLS, which this client otherwise insists on.
            "--skip-ssl",
            "--single-transaction",
            routines ? "--routines" : "--skip-routines",
            "-h" + around.stores().address("system-mysql"),
            "-uroot",
            "system");
    dump.environment().put("MYSQL_PWD", around.blueprint().value("rootPassword"));
    return dump;
  }

  @Override
  public ProcessBuilder zyncDump() {
    ProcessBuilder dump =
        new ProcessBuilder(
            images.postgresql().programs().resolve("pg_dump").toString(),
            "-h",
            around.stores().address("zync-database"),
            "-U",
            "zync",
            "zync_production");
    dump.environment().put("PGPASSWORD", around.blueprint().value("zyncPassword"));
    return dump;
  }

  @Override
  public List<String> secrets() {
    return around.blueprint().names("secrets");
  }

  @Override
  public List<String> configMaps() {
    return around.blueprint().names("configMaps");
  }

  @Override
  public void close() {
    cluster.close();
  }
}

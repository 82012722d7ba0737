package dev.rekindle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.control.ControlServer;
import dev.rekindle.sandbox.threescale.ThreescaleInstallation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything and stays; the description of what runs is written once all of it is ready. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = "Starts the sandbox and stays in the foreground.")
final class StartCommand implements Callable<Integer> {

  @Option(
      names = "--home",
      required = true,
      description = "Folder of everything the sandbox writes; kept between starts.")
  Path home = Path.of("");

  @Option(
      names = "--size",
      description = "Size of the generated data (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  int size;

  @Option(
      names = "--seed",
      description = "Seed of the generated data (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  long seed;

  @Option(
      names = "--accounts",
      paramLabel = "FILE",
      description = "Roles and RoleBindings to apply; each account gets a kubeconfig.")
  Optional<Path> accounts = Optional.empty();

  @Option(
      names = "--cluster",
      description = "Name of the simulated cluster (default: ${DEFAULT-VALUE}).",
      defaultValue = "east")
  String cluster = "east";

  @Option(
      names = "--beside",
      paramLabel = "HOME",
      description = "Start no broker and no journal; those of the sandbox in this folder serve.")
  Optional<Path> beside = Optional.empty();

  @Override
  public Integer call() throws Exception {
    // Java takes the encoding of file names from the locale, and the uploads have names of all
    // sorts.
    if (!"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
      System.err.println("sandbox: file names need a UTF-8 locale; set LC_ALL=C.UTF-8");
      return 3;
    }
    Path place = Files.createDirectories(home.toAbsolutePath().normalize());
    new SandboxFile(place).delete();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Servers> servers = threads.submit(() -> Servers.of(place, beside));
      Future<ThreescaleInstallation> installation =
          threads.submit(() -> ThreescaleInstallation.start(place, size, seed));
      if (accounts.isPresent()) {
        installation.get().accounts(accounts.get());
      }
      ControlServer control =
          ControlServer.start(
              installation.get(), Files.createDirectories(place.resolve("backups")));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                control.close();
                List.of(installation, servers).forEach(StartCommand::close);
              }));
      ObjectNode all = servers.get().describe();
      describe(all, installation.get(), control);
      new SandboxFile(place).write(all);
    }
    System.out.println("ready");
    new CountDownLatch(1).await();
    return 0;
  }

  /** What did not come up needs no end. */
  private static void close(Future<? extends AutoCloseable> started) {
    if (started.state() != Future.State.SUCCESS) {
      return;
    }
    try {
      started.resultNow().close();
    } catch (Exception e) {
      System.err.println("sandbox: could not stop a server: " + e);
    }
  }

  private void describe(
      ObjectNode all, ThreescaleInstallation installation, ControlServer control) {
    all.putObject("cluster")
        .put("name", cluster)
        .put("namespace", "threescale")
        .put("kubeconfig", installation.kubeconfig().toString());
    all.putObject("control").put("url", control.url());
  }
}

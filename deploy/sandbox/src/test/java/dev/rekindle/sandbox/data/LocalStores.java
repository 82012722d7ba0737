package dev.rekindle.sandbox.data;

import dev.rekindle.sandbox.fingerprint.Stores;
import dev.rekindle.sandbox.image.ContainerImage;
import dev.rekindle.sandbox.image.DatabaseImages;
import dev.rekindle.sandbox.server.Binaries;
import dev.rekindle.sandbox.server.ChildProcess;
import dev.rekindle.sandbox.server.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import redis.clients.jedis.Jedis;

/** The five stores started straight from the images, without a cluster. */
public final class LocalStores implements Stores, AutoCloseable {

  public final SortedMap<String, String> objects = new TreeMap<>(Map.of("secret a/b", "1"));

  private final Path home;
  private final String subnet;
  private final List<ChildProcess> processes = new ArrayList<>();

  public LocalStores(Path home) throws IOException {
    this.home = home;
    ThreadLocalRandom random = ThreadLocalRandom.current();
    this.subnet = "127.%d.%d.".formatted(100 + random.nextInt(100), 1 + random.nextInt(250));
    DatabaseImages images = new DatabaseImages(Binaries.ofUser(), home.resolve("images"));
    start(
        images.mysql(),
        1,
        Map.of(
            "MYSQL_DATADIR", home.resolve("mysql").toString(),
            "MYSQL_ROOT_PASSWORD", "ro'ot",
            "MYSQL_USER", "app",
            "MYSQL_PASSWORD", "app",
            "MYSQL_DATABASE", "system",
            "MYSQL_LOWER_CASE_TABLE_NAMES", "1"));
    start(
        images.postgresql(),
        2,
        Map.of(
            "PGDATA", home.resolve("pg/userdata").toString(),
            "PGHOST", home.resolve("pg/.sock").toString(),
            "POSTGRESQL_USER", "zync",
            "POSTGRESQL_PASSWORD", "zy'nc",
            "POSTGRESQL_DATABASE", "zync_production"));
    redis(images, 3);
    redis(images, 4);
    Files.createDirectories(storage());
    Waiting.until("databases", Duration.ofSeconds(60), this::ready);
  }

  private void redis(DatabaseImages images, int number) throws IOException {
    Path conf = home.resolve("redis" + number + ".conf");
    Path data = Files.createDirectories(home.resolve("redis" + number));
    Files.writeString(conf, "port 6379\ndir " + data + "\nappendonly yes\nprotected-mode no\n");
    ContainerImage image = images.redis(false);
    start(
        new ContainerImage(
            image.name(),
            image.programs(),
            List.of("redis-server", conf.toString()),
            Map.of(),
            List.of()),
        number,
        Map.of());
  }

  private void start(ContainerImage image, int number, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("SANDBOX_POD_IP", subnet + number);
    all.put("PATH", image.programs() + ":" + System.getenv("PATH"));
    List<String> command = new ArrayList<>(image.command());
    command.set(0, image.programs().resolve(command.getFirst()).toString());
    processes.add(ChildProcess.start(command, all, home, home.resolve("log" + number + ".txt")));
  }

  private boolean ready() {
    try (Connection a = systemDatabase();
        Connection b = zyncDatabase();
        Jedis c = backendRedis();
        Jedis d = systemRedis()) {
      return a.isValid(1) && b.isValid(1) && c.ping().equals(d.ping());
    } catch (SQLException | RuntimeException e) {

      processes.stream()
          .filter(process -> !process.alive())
          .forEach(process -> System.err.println(process.tail()));
      return false;
    }
  }

  @Override
  public Connection systemDatabase() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://" + subnet + "1:3306/system", "root", "ro'ot");
  }

  @Override
  public Connection zyncDatabase() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + subnet + "2:5432/zync_production", "zync", "zy'nc");
  }

  @Override
  public Jedis backendRedis() {
    return new Jedis(subnet + "3", 6379);
  }

  @Override
  public Jedis systemRedis() {
    return new Jedis(subnet + "4", 6379);
  }

  @Override
  public Path storage() {
    return home.resolve("storage");
  }

  @Override
  public SortedMap<String, String> objects() {
    return new TreeMap<>(objects);
  }

  @Override
  public void close() {
    processes.forEach(ChildProcess::kill);
  }
}

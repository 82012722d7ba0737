package dev.rekindle.sandbox.image;

import dev.rekindle.sandbox.server.Binaries;
import dev.rekindle.sandbox.server.MariaDbHome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lays out the images of the databases: scripts around real servers. */
public final class DatabaseImages {

  /** The system database's image; MariaDB stands in for MySQL. */
  public static final String MYSQL = "quay.io/sclorg/mysql-80-c8s";

  /** zync's database's image. */
  public static final String POSTGRESQL = "quay.io/sclorg/postgresql-10-c8s";

  /** Image of both Redis servers. */
  public static final String REDIS = "quay.io/fedora/redis-6";

  /** What file helpers run in: a shell and coreutils. */
  public static final String MINIMAL = "registry.access.redhat.com/ubi9/ubi:latest";

  private final Binaries binaries;
  private final Path folder;

  /** Images laid out below {@code folder}. */
  public DatabaseImages(Binaries binaries, Path folder) {
    this.binaries = binaries;
    this.folder = folder.toAbsolutePath();
  }

  /** Data directory: environment {@code MYSQL_DATADIR}; address: {@code SANDBOX_POD_IP}. */
  public ContainerImage mysql() {
    MariaDbHome home = binaries.mariaDb();
    Path bin = directory("mysql-80");
    script(
        bin,
        "run-mysqld",
        Map.of(
            "@BASE@", home.base().map(Path::toString).orElse(""),
            "@INSTALL@", home.install().toString(),
            "@SERVER@", home.server().toString()));
    for (String name : List.of("mysqldump", "mariadb-dump")) {
      link(bin, name, home.dump());
    }
    script(bin, "mysql", Map.of("@CLIENT@", home.client().toString()));
    return new ContainerImage(
        MYSQL,
        bin,
        List.of("run-mysqld"),
        Map.of("MYSQL_DATADIR", "/var/lib/mysql/data", "HOME", "/var/lib/mysql"),
        List.of("/var/lib/mysql"));
  }

  /** Data directory: environment {@code PGDATA}; the socket is in a folder of {@code PGHOST}. */
  public ContainerImage postgresql() {
    Path home = binaries.postgres().resolve("bin");
    Path bin = directory("postgresql");
    script(bin, "run-postgresql", Map.of("@BIN@", home.toString()));
    Optional<Path> dump = PostgresClient.pgDump();
    dump.ifPresentOrElse(
        own -> link(bin, "pg_dump", own), () -> standIn(bin, "pg_dump", PlainDump.class));
    PostgresClient.psql()
        .ifPresentOrElse(
            own -> link(bin, "psql", own), () -> standIn(bin, "psql", PlainRestore.class));
    return new ContainerImage(
        POSTGRESQL,
        bin,
        List.of("run-postgresql"),
        Map.of(
            "PGDATA",
            "/var/lib/pgsql/data/userdata",
            "PGHOST",
            "/var/lib/pgsql/data/.sock",
            "PGUSER",
            "postgres",
            "HOME",
            "/var/lib/pgsql"),
        List.of("/var/lib/pgsql"));
  }

  /**
   * Started as {@code redis-server /etc/redis.d/redis.conf}.
   *
   * @param fromPath the machine's own version instead of the 6.2 of 3scale 2.15
   */
  public ContainerImage redis(boolean fromPath) {
    Path server = binaries.redisServer(fromPath);
    Path bin = directory("redis-6");
    script(bin, "redis-server", Map.of("@SERVER@", server.toString()));
    script(bin, "redis-cli", Map.of());
    // The binary is its own checker when called by these names.
    link(bin, "redis-check-rdb", server);
    link(bin, "redis-check-aof", server);
    return new ContainerImage(
        REDIS,
        bin,
        List.of("redis-server", "/etc/redis.d/redis.conf"),
        Map.of("HOME", "/var/lib/redis"),
        List.of("/var/lib/redis"));
  }

  /** Only what the machine has. */
  public ContainerImage minimal() {
    return new ContainerImage(MINIMAL, directory("minimal"), List.of("sh"), Map.of(), List.of());
  }

  private static void standIn(Path bin, String name, Class<?> main) {
    script(
        bin,
        name,
        Map.of(
            "@JAVA@",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@CLASSPATH@",
            System.getProperty("java.class.path"),
            "@MAIN@",
            main.getName()));
  }

  private Path directory(String name) {
    try {
      return Files.createDirectories(folder.resolve(name).resolve("bin"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lay out image " + name, e);
    }
  }

  private static void link(Path bin, String name, Path target) {
    try {
      Path fresh = bin.resolve(name + ".new");
      Files.deleteIfExists(fresh);
      Files.createSymbolicLink(fresh, target);
      Files.move(fresh, bin.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot link " + name, e);
    }
  }

  private static void script(Path bin, String name, Map<String, String> values) {
    try (InputStream in = DatabaseImages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Missing resource " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace(value.getKey(), value.getValue());
      }
      Path fresh = Files.writeString(bin.resolve(name + ".new"), text);
      if (!fresh.toFile().setExecutable(true, false)) {
        throw new IOException("Cannot make executable: " + fresh);
      }
      Files.move(fresh, bin.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + name, e);
    }
  }
}

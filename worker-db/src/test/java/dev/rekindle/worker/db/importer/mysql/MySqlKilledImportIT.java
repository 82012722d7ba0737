package dev.rekindle.worker.db.importer.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.testing.DumpBytes;
import dev.rekindle.worker.db.testing.KilledImports;
import dev.rekindle.worker.db.testing.MariaDbServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlKilledImportIT {

  private static final MySqlDialect DIALECT = new MySqlDialect();

  @TempDir Path folder;

  @Test
  void whoever_is_killed_on_the_way_the_content_is_the_same_at_the_end() throws Exception {
    KilledImports.inBatches(folder, KilledImports.FEW, MySqlKilledImportIT::kill);
  }

  @Tag("long")
  @Test
  void after_many_kills_the_content_is_the_same_at_the_end() throws Exception {
    KilledImports.inBatches(folder, KilledImports.MANY, MySqlKilledImportIT::kill);
  }

  private static void kill(Path folder, int kills) throws Exception {
    try (MariaDbServer server = MariaDbServer.start(folder)) {
      // Given
      MySqlFixture.create(server.address("origin"));
      DumpBytes dump = DumpBytes.of(server.dump("origin", "--routines", "--triggers", "--events"));
      Path file = Files.write(folder.resolve("dump.gz"), dump.gzip());
      DatabaseAddress target = server.address("target");
      KilledImports imports =
          new KilledImports(
              "mysql",
              target,
              file,
              folder.resolve("imports.log"),
              () -> number(target, "SELECT COUNT(*) FROM rekindle.import_chunk"),
              () -> {
                server.killAndRestart();
                return null;
              },
              () -> {
                prove(server.address("origin"), target);
                return null;
              });
      // When, Then
      imports.run(kills);
    }
  }

  private static void prove(DatabaseAddress origin, DatabaseAddress target) throws Exception {
    assertThat(fingerprint(target)).isEqualTo(fingerprint(origin));
    assertThat(MySqlFixture.definitions(target)).isEqualTo(MySqlFixture.definitions(origin));
    assertThat(
            number(
                target,
                "SELECT SUM(row_count) FROM rekindle.import_chunk WHERE subject = 'keyless'"))
        .isEqualTo(300);
  }

  private static long number(DatabaseAddress address, String sql) throws Exception {
    try (Session session = DIALECT.open(address)) {
      return session.number(sql);
    }
  }

  private static String fingerprint(DatabaseAddress address) throws Exception {
    try (Session session = DIALECT.open(address)) {
      return new MySqlDatabase(session, address.database()).fingerprint();
    }
  }
}

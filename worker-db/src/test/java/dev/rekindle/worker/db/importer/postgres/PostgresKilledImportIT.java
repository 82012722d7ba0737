package dev.rekindle.worker.db.importer.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.testing.DumpBytes;
import dev.rekindle.worker.db.testing.KilledImports;
import dev.rekindle.worker.db.testing.RestartablePostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresKilledImportIT {

  private static final PostgresDialect DIALECT = new PostgresDialect();

  @TempDir Path folder;

  @Test
  void whoever_is_killed_on_the_way_the_content_is_the_same_at_the_end() throws Exception {
    KilledImports.inBatches(folder, KilledImports.FEW, PostgresKilledImportIT::kill);
  }

  @Tag("long")
  @Test
  void after_many_kills_the_content_is_the_same_at_the_end() throws Exception {
    KilledImports.inBatches(folder, KilledImports.MANY, PostgresKilledImportIT::kill);
  }

  private static void kill(Path folder, int kills) throws Exception {
    try (RestartablePostgres server = RestartablePostgres.start(folder)) {
      // Given
      String text;
      try (var in = PostgresKilledImportIT.class.getResourceAsStream("/postgres/zync-like.sql")) {
        text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      Path file = Files.write(folder.resolve("dump.gz"), DumpBytes.of(text).gzip());
      DatabaseAddress target = server.database("target");
      KilledImports imports =
          new KilledImports(
              "postgresql",
              target,
              file,
              folder.resolve("imports.log"),
              () -> Long.valueOf(ask(target, "SELECT count(*) FROM rekindle.import_chunk")),
              () -> {
                server.killAndRestart();
                return null;
              },
              () -> {
                prove(target);
                return null;
              });
      // When, Then
      imports.run(kills);
    }
  }

  private static void prove(DatabaseAddress target) throws Exception {
    assertThat(ask(target, "SELECT count(*) || ' ' || count(DISTINCT a) FROM public.keyless"))
        .isEqualTo("40 40");
    assertThat(ask(target, "SELECT count(*) FROM public.tenants WHERE id IN (1, 2, 3)"))
        .isEqualTo("3");
    assertThat(ask(target, "SELECT count(*) FROM pg_constraint WHERE NOT convalidated"))
        .isEqualTo("0");
    assertThat(ask(target, "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"))
        .isEqualTo("1");
    assertThat(ask(target, "SELECT count(*) FROM public.que_jobs")).isEqualTo("2");
    assertThat(ask(target, "SELECT relpersistence FROM pg_class WHERE relname = 'que_jobs'"))
        .isEqualTo("u");
    assertThat(ask(target, "SELECT last_value FROM public.tenants_id_seq")).isEqualTo("3");
  }

  private static String ask(DatabaseAddress address, String sql) throws Exception {
    try (Session session = DIALECT.open(address)) {
      return String.valueOf(session.text(sql));
    }
  }
}

package dev.rekindle.sandbox.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.sandbox.data.BackendRedis;
import dev.rekindle.sandbox.data.LocalStores;
import dev.rekindle.sandbox.data.Population;
import dev.rekindle.sandbox.data.PopulationGenerator;
import dev.rekindle.sandbox.data.PortaDatabase;
import dev.rekindle.sandbox.data.StorageRewrite;
import dev.rekindle.sandbox.data.SystemRedis;
import dev.rekindle.sandbox.data.Uploads;
import dev.rekindle.sandbox.data.ZyncDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;

class FingerprintIT {

  @TempDir static Path home;
  private static LocalStores stores;
  private static FingerprintTaker taker;
  private static Fingerprint filled;

  @BeforeAll
  static void fill() throws Exception {
    stores = new LocalStores(home);
    taker = new FingerprintTaker(stores);
    Population population = PopulationGenerator.generate(1, 1, Instant.now());
    try (Connection system = stores.systemDatabase();
        Connection zync = stores.zyncDatabase();
        Jedis backend = stores.backendRedis();
        Jedis sidekiq = stores.systemRedis()) {
      PortaDatabase.fill(system, population, 1, 1);
      ZyncDatabase.fill(zync, population, 1);
      BackendRedis.fill(backend, population, 1, 1);
      StorageRewrite.run(system, backend);
      SystemRedis.fill(sidekiq, population, 1, 1);
    }
    Uploads.fill(stores.storage(), population, 1, 1);
    filled = taker.take();
  }

  @AfterAll
  static void stop() {
    stores.close();
  }

  @Test
  void two_fingerprints_of_the_same_data_are_equal() {
    // Given
    Fingerprint first = taker.take();
    first.write(home.resolve("f.json"));

    // When
    Comparison comparison =
        compare(Fingerprint.read(home.resolve("f.json")), Comparison.Mode.EXACT);

    // Then
    assertThat(comparison.unexplained()).isEmpty();
    assertThat(comparison.compared()).isGreaterThan(3_000);
    assertThat(first.stores().values()).allSatisfy(store -> assertThat(store).isNotEmpty());
    assertThat(first.stores().values())
        .noneSatisfy(store -> assertThat(store).containsKey("unreadable"));
  }

  @Test
  void the_system_database_has_the_shape_of_3scale() {
    // When
    SortedMap<String, String> items = filled.store(Fingerprint.SYSTEM_DATABASE);

    // Then
    assertThat(items.keySet()).filteredOn(item -> item.startsWith("trigger ")).hasSize(76);
    assertThat(items.keySet()).filteredOn(item -> item.startsWith("routine ")).hasSize(1);
    assertThat(items.entrySet())
        .filteredOn(item -> item.getKey().matches("table \\w+ rows"))
        .hasSize(87)
        .noneSatisfy(rows -> assertThat(rows.getValue()).isEqualTo("0"));
  }

  @Test
  void triggers_run_as_their_definer_and_find_the_tenant_of_a_new_row() throws Exception {
    try (Connection system = stores.systemDatabase();
        Statement sql = system.createStatement()) {
      // Given
      sql.execute("START TRANSACTION");
      sql.execute("INSERT INTO tags (id, name, account_id) VALUES (77, 'own', 5), (78, 'own', 1)");

      // When
      sql.execute("INSERT INTO taggings (tag_id) VALUES (77), (78)");

      // Then
      assertThat(single(sql, "SELECT tenant_id FROM taggings WHERE tag_id = 77")).isEqualTo("5");
      assertThat(single(sql, "SELECT tenant_id FROM taggings WHERE tag_id = 78")).isNull();
      assertThat(
              single(
                  sql,
                  "SELECT GROUP_CONCAT(DISTINCT definer) FROM information_schema.triggers"
                      + " WHERE trigger_schema = 'system'"))
          .isEqualTo("root@%");
      sql.execute("ROLLBACK");
    }
  }

  private static @Nullable String single(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void one_change_in_any_store_is_seen(String name, String store, Change change) throws Exception {
    // Given
    Fingerprint before = taker.take();

    // When
    change.make();

    // Then
    assertThat(compare(before, Comparison.Mode.EXACT).unexplained())
        .isNotEmpty()
        .allSatisfy(difference -> assertThat(difference.store()).isEqualTo(store));
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change(
            "a byte of a blob",
            "system-database",
            () ->
                sql(
                    "UPDATE policies SET `schema` = CONCAT(LEFT(`schema`, 100), 'x', SUBSTR(`schema`, 102)) LIMIT 1")),
        change(
            "one of two equal rows",
            "system-database",
            () -> sql("DELETE FROM features_plans LIMIT 1")),
        change("a trigger", "system-database", () -> sql("DROP TRIGGER users_tenant_id")),
        change(
            "a procedure", "system-database", () -> sql("DROP PROCEDURE sp_invoices_friendly_id")),
        change(
            "an index", "system-database", () -> sql("DROP INDEX index_users_on_email ON users")),
        change(
            "a row more",
            "system-database",
            () -> sql("INSERT INTO audits (action) VALUES ('after the backup')")),
        change(
            "a row of zync",
            "zync-database",
            () -> zync("UPDATE entries SET data = '{}' WHERE id = 1")),
        change("a sequence", "zync-database", () -> zync("SELECT nextval('entries_id_seq')")),
        change(
            "a zync trigger",
            "zync-database",
            () -> zync("DROP TRIGGER que_job_notify ON que_jobs")),
        change("a counter", "backend-redis", () -> redis(0, j -> j.incr("events/id"))),
        change("an expiry", "backend-redis", () -> redis(0, j -> j.persist(anyDaily(j)))),
        change("a job", "system-redis", () -> system(1, j -> j.lpop("queue:billing"))),
        change("a key more", "system-redis", () -> system(1, j -> j.set("left-over", "1"))),
        change(
            "a file's byte",
            "system-storage",
            () -> {
              try (Stream<Path> files = Files.walk(stores.storage())) {
                Path file =
                    files
                        .filter(f -> f.toString().endsWith("invoice-1.pdf"))
                        .findFirst()
                        .orElseThrow();
                byte[] bytes = Files.readAllBytes(file);
                bytes[500] ^= 1;
                Files.write(file, bytes);
              }
            }),
        change("a secret", "objects", () -> stores.objects.put("secret a/b", "2")));
  }

  interface Change {
    void make() throws Exception;
  }

  interface RedisChange {
    void make(Jedis jedis);
  }

  private static Arguments change(String name, String store, Change change) {
    return Arguments.of(name, store, change);
  }

  private static Comparison compare(Fingerprint before, Comparison.Mode mode) {
    return Comparison.of(before, taker.take(before), mode);
  }

  private static String anyDaily(Jedis jedis) {
    return jedis.keys("daily_traffic/*").iterator().next();
  }

  private static void sql(String sql) throws Exception {
    try (Connection connection = stores.systemDatabase()) {
      connection.createStatement().execute(sql);
    }
  }

  private static void zync(String sql) throws Exception {
    try (Connection connection = stores.zyncDatabase()) {
      connection.createStatement().execute(sql);
    }
  }

  private static void redis(int database, RedisChange change) {
    try (Jedis jedis = stores.backendRedis()) {
      jedis.select(database);
      change.make(jedis);
    }
  }

  private static void system(int database, RedisChange change) {
    try (Jedis jedis = stores.systemRedis()) {
      jedis.select(database);
      change.make(jedis);
    }
  }
}

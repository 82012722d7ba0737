package dev.rekindle.worker.db.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.stage.CleanTarget;
import dev.rekindle.contract.stage.Credentials;
import dev.rekindle.contract.stage.DatabaseTarget;
import dev.rekindle.contract.stage.DumpOwners;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.contract.stage.StageSpec.BringBackDatabase;
import dev.rekindle.contract.stage.StageSpec.CleanLedger;
import dev.rekindle.contract.stage.StageSpec.ImportDatabase;
import dev.rekindle.contract.stage.StageSpec.ReleaseAside;
import dev.rekindle.contract.stage.StageSpec.SwapDatabase;
import dev.rekindle.worker.db.importer.mysql.MySqlDialect;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.testing.Backups;
import dev.rekindle.worker.db.testing.CancelledAfter;
import dev.rekindle.worker.db.testing.DumpBytes;
import dev.rekindle.worker.db.testing.MariaDbServer;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeCluster;
import dev.rekindle.worker.kit.testing.FakeClusters;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportHandlerIT {

  private static final ArtifactFormat MYSQL = ArtifactFormat.MYSQL_DUMP_GZIP;
  private static final String TRAILER = "-- Dump completed on 2026-11-01  2:00:00\n";

  @TempDir static Path folder;
  private static MariaDbServer server;

  private final FakeCluster cluster =
      new FakeCluster()
          .withServer("db", "127.0.0.1", server.address("shop").port(), "uid-1")
          .withSecret("db", "password", "secret");
  private final Backups backups = new Backups(folder.resolve("backups"));
  private final ImportHandler handler =
      new ImportHandler(new Databases(new FakeClusters(cluster), backups.stores()));

  @BeforeAll
  static void start() throws Exception {
    server = MariaDbServer.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void something_is_there() throws Exception {
    try (Session session = open()) {
      session.run("DROP DATABASE IF EXISTS shop");
      session.run("CREATE DATABASE shop");
      session.run("CREATE TABLE shop.old AS SELECT 1 AS a");
    }
  }

  private static Session open() throws Exception {
    return new MySqlDialect().open(server.address("shop"));
  }

  private static DumpBytes dump(String version, String trailer) {
    return dump(version, trailer, 60);
  }

  private static DumpBytes dump(String version, String trailer, int inserts) {
    StringBuilder text = new StringBuilder("-- MySQL dump 10.19  Distrib 10.11.6-MariaDB\n");
    text.append("-- Server version\t").append(version).append('\n');
    text.append("CREATE TABLE `line` (`id` int, `words` varchar(200)) ENGINE=InnoDB;\n");
    for (int insert = 0; insert < inserts; insert++) {
      text.append("INSERT INTO `line` VALUES ");
      for (int row = 0; row < 1000; row++) {
        text.append(row == 0 ? "(" : ",(").append(insert * 1000 + row).append(",'");
        text.append("x".repeat(150)).append("')");
      }
      text.append(";\n");
    }
    return DumpBytes.of(text + trailer);
  }

  private static DumpBytes good() {
    return dump("10.5.3-MariaDB", TRAILER);
  }

  private static ImportDatabase into(Endpoint endpoint, String secretKey) {
    return new ImportDatabase(
        new DatabaseTarget(
            DatabaseTarget.Engine.MYSQL,
            endpoint,
            "shop",
            new Credentials(null, "app", new SecretRef("db", secretKey))),
        "system",
        null,
        List.of(),
        null,
        null);
  }

  private static ImportDatabase intoShop() {
    return into(Endpoint.ofService("db", 3306), "password");
  }

  private static FakeAttempt attempt(Map<String, ArtifactPin> pins) {
    return FakeAttempt.simple().withArtifacts(Backups.STORE, Backups.SET, pins);
  }

  private FakeAttempt attempt(DumpBytes dump) throws Exception {
    return attempt(Map.of("system", backups.put("system.gz", MYSQL, dump.gzip())));
  }

  /** The one blocker of a check; the target must be as it was. */
  private Finding blocker(ImportDatabase spec, FakeAttempt attempt) throws Exception {
    Findings findings = handler.check(spec, attempt);
    try (Session session = open()) {
      assertThat(session.column("SHOW TABLES FROM shop")).containsExactly("old");
      assertThat(session.number("SELECT a FROM shop.old")).isEqualTo(1);
      assertThat(session.column("SHOW DATABASES LIKE 'rekindle'")).isEmpty();
    }
    return findings.findings().stream()
        .filter(finding -> finding.severity() == Severity.BLOCKER)
        .reduce((one, other) -> {
          throw new AssertionError(one + " and " + other);
        })
        .orElseThrow();
  }

  private void assertRefused(FakeAttempt attempt, ProblemCode code) throws Exception {
    assertThat(blocker(intoShop(), attempt).code()).isEqualTo(code);
  }

  @Test
  void an_intact_dump_for_this_server_is_fine_and_tells_when_it_was_taken() throws Exception {
    // When
    Findings findings = handler.check(intoShop(), attempt(good()));
    // Then
    assertThat(findings.blocked()).isFalse();
    assertThat(findings.captures().getFirst().at()).hasToString("2026-11-01T02:00:00Z");
    assertThat(findings.findings().toString()).contains("1 tables, 60000 rows");
  }

  @Test
  void accounts_that_a_dump_runs_as_and_this_server_lacks_are_named_unless_they_are_left_out()
      throws Exception {
    // Given
    DumpBytes ghostly =
        DumpBytes.of(
            "-- MySQL dump 10.19  Distrib 10.11.6-MariaDB\nCREATE TABLE `line` (`id` int) ENGINE=InnoDB;\nDELIMITER ;;\n"
                + "CREATE DEFINER=`ghost`@`%` TRIGGER t BEFORE INSERT ON `line` FOR EACH ROW SET @x = 1 ;;\n"
                + "DELIMITER ;\n"
                + TRAILER);
    ImportDatabase kept = intoShop();
    ImportDatabase own =
        new ImportDatabase(
            kept.target(), kept.artifact(), null, List.of(), DumpOwners.IMPORTER, null);
    // When, Then
    assertThat(handler.check(kept, attempt(ghostly)).findings())
        .anyMatch(finding ->
            finding.code() == ProblemCode.OBJECT_MISSING && finding.message().contains("ghost@%"));
    assertThat(handler.check(own, attempt(ghostly)).findings().toString()).doesNotContain("ghost");
  }

  @Test
  void an_artefact_that_is_not_in_the_backup_set_is_missing() throws Exception {
    assertRefused(attempt(Map.of()), ProblemCode.ARTIFACT_MISSING);
  }

  @Test
  void an_artefact_whose_file_is_gone_is_missing() throws Exception {
    // Given
    FakeAttempt attempt = attempt(good());
    Files.delete(folder.resolve("backups/monday/system.gz"));
    // When, Then
    assertRefused(attempt, ProblemCode.ARTIFACT_MISSING);
  }

  @Test
  void a_file_shorter_than_pinned_is_truncated() throws Exception {
    // Given
    FakeAttempt attempt = attempt(good());
    byte[] gzip = good().gzip();
    backups.put("system.gz", MYSQL, Arrays.copyOf(gzip, gzip.length / 2));
    // When, Then
    assertRefused(attempt, ProblemCode.ARTIFACT_TRUNCATED);
  }

  @Test
  void a_gzip_file_that_was_pinned_when_it_was_cut_already_is_truncated() throws Exception {
    byte[] gzip = good().gzip();
    assertRefused(
        attempt(new DumpBytes(Arrays.copyOf(gzip, gzip.length / 2))),
        ProblemCode.ARTIFACT_TRUNCATED);
  }

  @Test
  void a_dump_without_its_trailer_is_truncated() throws Exception {
    assertRefused(attempt(dump("10.5.3-MariaDB", "")), ProblemCode.ARTIFACT_TRUNCATED);
  }

  @Test
  void other_bytes_than_the_pinned_ones_are_a_digest_mismatch() throws Exception {
    // Given
    DumpBytes swapped = dump("10.5.4-MariaDB", TRAILER);
    ArtifactPin pin = backups.put("system.gz", MYSQL, swapped.gzip());
    ArtifactPin wanted = new ArtifactPin(pin.path(), MYSQL, good().sha256(), pin.bytes());
    // When, Then
    assertRefused(attempt(Map.of("system", wanted)), ProblemCode.ARTIFACT_DIGEST_MISMATCH);
  }

  @Test
  void a_dump_of_another_kind_of_database_is_refused_by_its_content() throws Exception {
    assertRefused(
        attempt(DumpBytes.of("--\n-- PostgreSQL database dump\n--\n")),
        ProblemCode.ARTIFACT_CORRUPT);
  }

  @Test
  void a_dump_of_another_kind_of_database_is_refused_by_its_format() throws Exception {
    ArtifactPin pin = backups.put("z.gz", ArtifactFormat.POSTGRES_DUMP_GZIP, good().gzip());
    assertRefused(attempt(Map.of("system", pin)), ProblemCode.ARTIFACT_UNSUPPORTED);
  }

  @Test
  void check_says_how_much_space_it_takes() throws Exception {
    // When
    List<Finding> findings = handler.check(intoShop(), attempt(good())).findings();

    // Then
    assertThat(findings)
        .anyMatch(one ->
            one.severity() == Severity.INFO
                && one.message()
                    .matches("Space: the dump has 9\\.6 MB of rows.*now, which go first"));
  }

  @Test
  void a_dump_of_a_newer_server_is_refused() throws Exception {
    // When
    Finding finding = blocker(intoShop(), attempt(dump("99.1.2-MariaDB", TRAILER)));
    // Then
    assertThat(finding.code()).isEqualTo(ProblemCode.ARTIFACT_UNSUPPORTED);
    assertThat(finding.message()).contains("99.1.2-MariaDB", "11.4");
  }

  @Test
  void a_service_without_a_pod_is_unreachable() throws Exception {
    assertThat(
            blocker(into(Endpoint.ofService("elsewhere", 3306), "password"), attempt(good()))
                .code())
        .isEqualTo(ProblemCode.TARGET_UNREACHABLE);
  }

  @Test
  void a_port_where_nobody_listens_is_unreachable() throws Exception {
    // Given
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    // When, Then
    assertThat(
            blocker(into(Endpoint.ofHost("127.0.0.1", port), "password"), attempt(good())).code())
        .isEqualTo(ProblemCode.TARGET_UNREACHABLE);
  }

  @Test
  void a_password_that_the_server_refuses_is_told_without_the_password() throws Exception {
    // Given
    cluster.withSecret("db", "old", "gehe1m");
    // When
    Finding finding = blocker(into(Endpoint.ofService("db", 3306), "old"), attempt(good()));
    // Then
    assertThat(finding.code()).isEqualTo(ProblemCode.CREDENTIALS_REFUSED);
    assertThat(finding.toString()).doesNotContain("gehe1m");
  }

  @Test
  void a_login_whose_secret_is_gone_is_tried_as_the_backup_will_bring_it_back() throws Exception {
    // When
    Findings findings =
        handler.check(into(Endpoint.ofService("db", 3306), "gone"), attemptWithSecret("secret"));
    // Then
    assertThat(findings.blocked()).isFalse();
    assertThat(findings.findings().toString())
        .contains("login works with the backup's copy of a Secret that is gone")
        .doesNotContain("DEFERRED");
  }

  @Test
  void a_login_of_the_backup_that_the_server_refuses_blocks_before_anything_changes()
      throws Exception {
    // When
    Finding finding =
        blocker(into(Endpoint.ofService("db", 3306), "gone"), attemptWithSecret("gehe1m"));
    // Then
    assertThat(finding.code()).isEqualTo(ProblemCode.CREDENTIALS_REFUSED);
    assertThat(finding.toString()).contains("db/gone").doesNotContain("gehe1m");
  }

  @Test
  void a_login_that_neither_cluster_nor_backup_knows_is_looked_at_later() throws Exception {
    // When
    Findings findings =
        handler.check(into(Endpoint.ofService("db", 3306), "nowhere"), attemptWithSecret("secret"));
    // Then
    assertThat(findings.blocked()).isFalse();
    assertThat(findings.findings().toString()).contains("DEFERRED", "db/nowhere");
  }

  /** The backup set also holds Secret db, with the password under key gone. */
  private FakeAttempt attemptWithSecret(String password) throws Exception {
    String encoded = Base64.getEncoder().encodeToString(password.getBytes(UTF_8));
    String json =
        """
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}, "data": {"gone": "%s"}}
        """
            .formatted(encoded);
    return attempt(
        Map.of(
            "system", backups.put("system.gz", MYSQL, good().gzip()),
            "object-db",
                backups.put("db.json", ArtifactFormat.KUBERNETES_OBJECT, json.getBytes(UTF_8))));
  }

  @Test
  void an_import_cancelled_in_the_middle_goes_on_with_what_is_left() throws Exception {
    // Given
    FakeAttempt first = attempt(dump("10.5.3-MariaDB", TRAILER, 400));
    CancelledAfter cancelled =
        new CancelledAfter(first, "loading", () -> !chunksOf(first).isEmpty());
    assertThatThrownBy(() -> handler.run(intoShop(), cancelled))
        .isInstanceOfSatisfying(
            AttemptEnded.class,
            e -> assertThat(e.outcome()).isEqualTo(new StageOutcome.Cancelled(true)));
    String before = chunksOf(first);
    assertThat(before).isNotEmpty();
    assertThat(held()).isFalse();
    // When
    StageOutcome outcome = handler.run(intoShop(), first.next());
    // Then
    assertThat(outcome.toString()).contains("rows shop, value=400000", "resumed shop, value=true");
    assertThat(chunksOf(first)).isEqualTo(before);
    try (Session session = open()) {
      assertThat(session.number("SELECT COUNT(DISTINCT id) FROM shop.line")).isEqualTo(400_000);
      assertThat(session.number("SELECT SUM(row_count) FROM rekindle.import_chunk"))
          .isEqualTo(400_000);
      session.run("DROP DATABASE rekindle");
    }
  }

  private static ImportDatabase cleaning(CleanTarget clean) {
    ImportDatabase spec = intoShop();
    return new ImportDatabase(spec.target(), spec.artifact(), null, List.of(), null, clean);
  }

  @Test
  void a_database_that_is_not_empty_blocks_an_import_that_may_replace_nothing() throws Exception {
    assertThat(blocker(cleaning(CleanTarget.REFUSE), attempt(good())).code())
        .isEqualTo(ProblemCode.TARGET_NOT_EMPTY);
  }

  @Test
  void what_nobody_made_beside_the_database_blocks_an_import_there() throws Exception {
    // Given
    try (Session session = open()) {
      session.run("CREATE DATABASE shop_rekindle_old");
    }
    // When
    Finding finding = blocker(cleaning(CleanTarget.BESIDE), attempt(good()));
    // Then
    assertThat(finding.code()).isEqualTo(ProblemCode.TARGET_NOT_EMPTY);
    try (Session session = open()) {
      session.run("DROP DATABASE shop_rekindle_old");
    }
  }

  @Test
  void an_import_beside_is_swapped_in_brought_back_and_released() throws Exception {
    // Given
    Databases databases = new Databases(new FakeClusters(cluster), backups.stores());
    ImportDatabase spec = cleaning(CleanTarget.BESIDE);
    FakeAttempt importing = attempt(good());
    // When
    Findings findings = handler.check(spec, importing);
    handler.run(spec, importing);
    FakeAttempt swapping = importing.next();
    StageOutcome swapped =
        new SwapHandler(databases).run(new SwapDatabase(spec.target()), swapping);
    // Then
    assertThat(findings.blocked()).isFalse();
    assertThat(swapped.toString()).contains("swap of shop, value=done", "shop_rekindle_old");
    try (Session session = open()) {
      assertThat(session.number("SELECT COUNT(*) FROM shop.line")).isEqualTo(60_000);
      assertThat(session.number("SELECT a FROM shop_rekindle_old.old")).isEqualTo(1);
    }
    // When
    FakeAttempt returning = swapping.next();
    StageOutcome back =
        new BringBackHandler(databases).run(new BringBackDatabase(spec.target()), returning);
    StageOutcome released =
        new ReleaseHandler(databases).run(new ReleaseAside(spec.target()), returning.next());
    // Then
    assertThat(back.toString()).contains("brought back");
    assertThat(released.toString()).contains("shop_rekindle_new");
    try (Session session = open()) {
      assertThat(session.number("SELECT a FROM shop.old")).isEqualTo(1);
      assertThat(session.column("SHOW DATABASES LIKE 'shop%'")).containsExactly("shop");
      session.run("DROP DATABASE rekindle");
    }
  }

  @Test
  void the_ledger_is_cleaned_once_its_import_has_ended() throws Exception {
    // Given
    LedgerHandler cleaner =
        new LedgerHandler(new Databases(new FakeClusters(cluster), backups.stores()));
    FakeAttempt importing = attempt(good());
    handler.run(intoShop(), importing);
    FakeAttempt cleaning = importing.next();
    CleanLedger spec = new CleanLedger(intoShop().target());
    // When
    Findings findings = cleaner.check(spec, cleaning);
    StageOutcome outcome = cleaner.run(spec, cleaning);
    // Then
    assertThat(findings.blocked()).isFalse();
    assertThat(outcome.toString()).containsPattern("ledger of shop, value=\\d+ spans removed");
    try (Session session = open()) {
      assertThat(session.number("SELECT COUNT(*) FROM rekindle.import_chunk")).isZero();
      assertThat(session.number("SELECT token FROM rekindle.fence WHERE target = 'shop'"))
          .isEqualTo(cleaning.ref().fence());
      session.run("DROP DATABASE rekindle");
    }
  }

  /** The spans that an attempt has committed. */
  private static String chunksOf(FakeAttempt attempt) {
    try (Session session = open()) {
      return String.join(
          " ",
          session.column(
              "SELECT CONCAT(from_offset, '-', to_offset) FROM rekindle.import_chunk"
                  + " WHERE token = ? AND subject <> 'schema' ORDER BY from_offset",
              attempt.ref().fence()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean held() throws Exception {
    try (Session session = open()) {
      return session.truth("SELECT held FROM rekindle.fence WHERE target = 'shop'");
    }
  }
}

package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.system.api.ClusterApi;
import dev.rekindle.system.api.RestoreView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What cannot be restored is refused with a code, before anything is changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalST {

  private Installation installation;
  private Path good;

  /** Damages one file of a copied backup set. */
  interface Damage {
    void to(Path set) throws IOException;
  }

  @BeforeAll
  void start() {
    installation = Installation.started(19);
    good = installation.stack.layout().backups().resolve(installation.backupSet());
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  @Test
  void a_truncated_gzip_is_refused() throws IOException {
    assertRefused(
        "truncated",
        "ARTIFACT_TRUNCATED",
        true,
        set -> cut(set.resolve("system-mysql-backup.gz"), 0.7));
  }

  @Test
  void a_dump_without_its_trailer_is_refused() throws IOException {
    assertRefused(
        "no-trailer",
        "ARTIFACT_TRUNCATED",
        true,
        set -> withoutTrailer(set.resolve("zync-database-backup.gz")));
  }

  /** Byte 4 is the time in the gzip header: only the digest can tell that it changed. */
  @Test
  void a_changed_byte_is_refused_by_its_digest() throws IOException {
    assertRefused(
        "digest",
        "ARTIFACT_DIGEST_MISMATCH",
        false,
        set -> flip(set.resolve("system-mysql-backup.gz"), 4));
  }

  @Test
  void a_snapshot_with_a_bad_checksum_is_refused() throws IOException {
    assertRefused(
        "checksum",
        "ARTIFACT_CORRUPT",
        true,
        set -> flip(set.resolve("backend-redis-dump.rdb"), -1));
  }

  @Test
  void a_snapshot_newer_than_the_server_is_refused() throws IOException {
    assertRefused(
        "too-new",
        "ARTIFACT_UNSUPPORTED",
        true,
        set -> version(set.resolve("system-redis-dump.rdb"), "0099"));
  }

  @Test
  void a_missing_artefact_is_refused() throws IOException {
    assertRefused(
        "missing",
        "ARTIFACT_MISSING",
        true,
        set -> Files.delete(set.resolve("system-mysql-backup.gz")));
  }

  @Test
  void a_backup_of_another_domain_is_refused() throws IOException {
    assertRefused(
        "domain",
        "THREESCALE_SUPERDOMAIN",
        true,
        set ->
            replace(
                set.resolve("system-environment.json"),
                "apps.east.example.com",
                "apps.west.example.com"));
  }

  @Test
  void a_backup_of_a_newer_version_is_refused() throws IOException {
    assertRefused(
        "newer",
        "AMP_RELEASE",
        true,
        set -> replace(set.resolve("system-environment.json"), "2.15", "2.16"));
  }

  @Test
  void the_plan_for_another_version_makes_room_for_the_one_that_fits() {
    // Given
    ObjectNode request = installation.request(good()).put("plan", "threescale-sphinx");

    // When
    String id = installation.coordinator().start(request);
    RestoreView checked = installation.follow(id, Set.of("HELD", "AWAITING_APPROVAL", "FAILED"));

    // Then
    try {
      assertThat(checked.state()).as(checked.toString()).isEqualTo("AWAITING_APPROVAL");
      assertThat(checked.findings()).anyMatch(finding -> finding.contains("threescale fits"));
      assertThat(checked.stage("reindex")).as("a stage of 2.15 alone").isPresent();
      assertThat(installation.coordinator().journal(id).toString()).contains("PlanChosen");
    } finally {
      end(id);
    }
  }

  @Test
  void a_second_restore_of_the_application_is_refused() {
    // Given
    String first = installation.coordinator().start(installation.request(good()));
    String state = installation.follow(first, view -> !view.state().equals("CHECKING")).state();
    int restores = installation.coordinator().restores().size();

    // When
    String answer =
        installation
            .coordinator()
            .post("/api/v1/restores", installation.request(good()).toString());

    // Then
    try {
      assertThat(answer).startsWith("409 ").contains("APPLICATION_TAKEN");
      assertThat(installation.coordinator().restores()).hasSize(restores);
      assertThat(installation.follow(first, view -> true).state()).isEqualTo(state);
    } finally {
      end(first);
    }
  }

  @Test
  void a_target_that_cannot_be_reached_is_refused() throws Exception {
    // Given
    ClusterApi cluster =
        new ClusterApi(
            installation.stack.description().kubeconfig(),
            installation.stack.description().namespace());
    cluster.scale("threescale-operator-controller-manager-v2", 0);
    cluster.scale("system-mysql", 0);

    // When
    String id = installation.coordinator().start(installation.request(good()));
    RestoreView checked = installation.follow(id, Set.of("HELD", "AWAITING_APPROVAL", "FAILED"));

    // Then
    try {
      assertThat(checked.state()).as(checked.toString()).isEqualTo("HELD");
      assertThat(checked.findings())
          .anyMatch(finding ->
              finding.contains("BLOCKER")
                  && finding.contains("TARGET_UNREACHABLE")
                  && finding.contains("system-mysql"));
      assertThat(installation.coordinator().journal(id).toString())
          .doesNotContain("StageDispatched");
    } finally {
      cluster.scale("system-mysql", 1);
      cluster.scale("threescale-operator-controller-manager-v2", 1);
      end(id);
    }
  }

  private String good() {
    return good.getFileName().toString();
  }

  private void end(String id) {
    installation.coordinator().cancel(id, "test", "refused as it must be");
    installation.follow(id, Installation.ENDED);
  }

  private void assertRefused(String name, String code, boolean reindex, Damage damage)
      throws IOException {
    Path set = installation.stack.layout().backups().resolve("bad-" + name);
    copy(good, set);
    if (reindex) {
      damage.to(set);
      new CommandLineProcess(installation.stack.layout().root())
          .run("backup", "index", set.toString());
    } else {
      damage.to(set);
    }

    String id =
        installation.coordinator().start(installation.request(set.getFileName().toString()));
    try {
      RestoreView checked = installation.follow(id, Set.of("HELD", "AWAITING_APPROVAL", "FAILED"));

      assertThat(checked.state()).as(checked.toString()).isEqualTo("HELD");
      assertThat(checked.findings())
          .anyMatch(finding -> finding.contains("BLOCKER") && finding.contains(code));
      assertThat(installation.coordinator().journal(id).toString())
          .doesNotContain("StageDispatched");
    } finally {
      end(id);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void cut(Path file, double part) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, (int) (all.length * part)));
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] all = Files.readAllBytes(file);
    all[at < 0 ? all.length + at : at] ^= 0x40;
    Files.write(file, all);
  }

  private static void version(Path rdb, String version) throws IOException {
    byte[] all = Files.readAllBytes(rdb);
    System.arraycopy(version.getBytes(StandardCharsets.US_ASCII), 0, all, 5, 4);
    Files.write(rdb, all);
  }

  private static void replace(Path file, String before, String after) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(before);
    Files.writeString(file, text.replace(before, after));
  }

  private static void withoutTrailer(Path gzip) throws IOException {
    byte[] text =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(gzip))).readAllBytes();
    String whole = new String(text, StandardCharsets.ISO_8859_1);
    int trailer = whole.indexOf("-- PostgreSQL database dump complete");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(text, 0, trailer);
    }
    Files.write(gzip, out.toByteArray());
  }
}

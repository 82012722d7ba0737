package dev.rekindle.worker.db.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.worker.kit.artifact.Digests;
import dev.rekindle.worker.kit.artifact.DirectoryArtifactStore;
import dev.rekindle.worker.kit.artifact.PinnedBackup;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedSecretsTest {

  private static final SecretRef URL = new SecretRef("zync", "DATABASE_URL");

  @TempDir Path folder;

  private Optional<String> value(String json) throws IOException {
    return value(json, ArtifactFormat.KUBERNETES_OBJECT);
  }

  private Optional<String> value(String json, ArtifactFormat format) throws IOException {
    byte[] content = json.getBytes(UTF_8);
    Files.createDirectories(folder.resolve("monday"));
    Files.write(folder.resolve("monday/zync.json"), content);
    ArtifactPin pin = new ArtifactPin("zync.json", format, Digests.sha256(content), content.length);
    BackupPin set = new BackupPin("backups", "monday", Map.of("object-zync", pin));
    return new SavedSecrets(new PinnedBackup(new DirectoryArtifactStore(folder), set)).value(URL);
  }

  @Test
  void a_value_is_decoded() throws IOException {
    assertThat(
            value(
                "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"data\": {\"DATABASE_URL\": \"cGc6Ly94\"}}"))
        .contains("pg://x");
  }

  @Test
  void a_value_in_a_list_of_one_is_found() throws IOException {
    assertThat(
            value(
                "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\":"
                    + " [{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"data\": {\"DATABASE_URL\": \"cGc6Ly94\"}}]}"))
        .contains("pg://x");
  }

  @Test
  void a_value_written_by_hand_is_taken_as_it_is() throws IOException {
    assertThat(
            value(
                "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"stringData\": {\"DATABASE_URL\": \"pg://y\"}}"))
        .contains("pg://y");
  }

  @Test
  void what_is_not_there_is_empty() throws IOException {
    assertThat(
            value(
                "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"data\": {\"OTHER\": \"cGc6Ly94\"}}"))
        .isEmpty();
    assertThat(
            value(
                "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"data\": {\"DATABASE_URL\": \"x\"}}"))
        .isEmpty();
    assertThat(
            value(
                "{\"apiVersion\": \"rekindle.dev/v1\", \"kind\": \"SavedObject\", \"secret\": \"copies\"}"))
        .isEmpty();
    assertThat(value("{}", ArtifactFormat.RDB)).isEmpty();
  }

  @Test
  void damage_is_told_without_what_is_in_the_file() {
    assertThatThrownBy(() -> value("{\"kind\": gehe1m"))
        .isInstanceOfSatisfying(
            StageProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.ARTIFACT_CORRUPT);
              assertThat(problem).hasMessageNotContaining("gehe1m").hasNoCause();
            });
    assertThatThrownBy(() ->
            value(
                "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"data\": {\"DATABASE_URL\": \"gehe1m!\"}}"))
        .isInstanceOf(StageProblem.class)
        .hasMessageContaining("not base64")
        .hasMessageNotContaining("gehe1m");
  }
}

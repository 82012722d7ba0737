package dev.rekindle.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupManifest;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.contract.worker.WorkerPresence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Walks the sealed families and demands a constant, a schema, an example and a round trip of each
 * member.
 */
class PublishedContractTest {

  private static final Path RESOURCES = Path.of("src/main/resources/rekindle/contract");

  /** Run with -Drekindle.contracts.write=true to publish changed schemas. */
  private static final boolean WRITE = Boolean.getBoolean("rekindle.contracts.write");

  private static final ObjectMapper JSON = new ObjectMapper();
  private final MessageCodec codec = new MessageCodec();

  @Test
  void every_specification_has_exactly_one_constant() {
    Set<Class<?>> constants =
        Arrays.stream(StageKind.values()).map(StageKind::spec).collect(Collectors.toSet());

    assertThat(specs()).containsExactlyInAnyOrderElementsOf(constants);
    assertThat(Arrays.stream(StageKind.values()).map(StageKind::wireName)).doesNotHaveDuplicates();
    assertThat(StageKind.values()).hasSameSizeAs(constants);
  }

  @TestFactory
  Stream<DynamicTest> published_schemas_are_those_of_the_records() {
    return published().entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(), () -> compare(entry.getKey(), entry.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> examples_fit_their_schema_and_come_back_as_they_were() {
    return examples().entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(), () -> roundTrip(entry.getKey(), entry.getValue())));
  }

  private void roundTrip(String name, Class<?> type) throws IOException {
    Path file = RESOURCES.resolve("example/" + name + ".json");
    assertThat(file).as("Every member of a sealed family has an example").exists();
    String text = Files.readString(file);
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaGenerator.schemaOf("urn:" + name, type));

    List<Error> problems = schema.validate(JSON.readTree(text));
    Object value = codec.decode(text, type);

    assertThat(problems).isEmpty();
    assertThat(JSON.readTree(codec.encode(value))).isEqualTo(JSON.readTree(text));
  }

  private static void compare(String name, Class<?> type) throws IOException {
    Path file = RESOURCES.resolve("schema/" + name + ".schema.json");
    JsonNode schema = SchemaGenerator.schemaOf("urn:rekindle:" + name + ":v1", type);
    if (WRITE) {
      Files.writeString(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n");
    }
    assertThat(file).exists();
    assertThat(JSON.readTree(Files.readString(file)))
        .as("Published schema %s; publish with -Drekindle.contracts.write=true", name)
        .isEqualTo(schema);
  }

  private static Map<String, Class<?>> published() {
    Map<String, Class<?>> all = new TreeMap<>();
    all.put("stage-command", StageCommand.class);
    all.put("stage-report", StageReport.class);
    all.put("stage-spec", StageSpec.class);
    all.put("worker-presence", WorkerPresence.class);
    all.put("backup-manifest", BackupManifest.class);
    return all;
  }

  private static Map<String, Class<?>> examples() {
    Map<String, Class<?>> all = new TreeMap<>();
    for (StageKind kind : StageKind.values()) {
      all.put(kind.wireName(), StageSpec.class);
    }
    for (Class<?> member : StageCommand.class.getPermittedSubclasses()) {
      all.put(member.getSimpleName(), StageCommand.class);
    }
    for (Class<?> member : StageReport.class.getPermittedSubclasses()) {
      all.put(member.getSimpleName(), StageReport.class);
    }
    all.put("WorkerPresence", WorkerPresence.class);
    all.put("BackupManifest", BackupManifest.class);
    all.put("BackupArtifact", BackupArtifact.class);
    return all;
  }

  private static List<Class<?>> specs() {
    List<Class<?>> members =
        new ArrayList<>(Arrays.asList(StageSpec.class.getPermittedSubclasses()));
    // ObjectRestore and the like are parts of specifications, not members of the family.
    members.removeIf(member -> !StageSpec.class.isAssignableFrom(member));
    return members;
  }
}

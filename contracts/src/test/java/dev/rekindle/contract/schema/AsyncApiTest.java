package dev.rekindle.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.contract.worker.WorkerPresence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is published about the topics is what the code says about them. */
class AsyncApiTest {

  private static final Path FOLDER = Path.of("src/main/resources/rekindle/contract");

  private final JsonNode api;

  AsyncApiTest() throws IOException {
    api = new YAMLMapper().readTree(FOLDER.resolve("asyncapi.yaml").toFile());
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void addresses_are_the_topics(Pool pool) {
    Map<String, String> addresses = new TreeMap<>();
    api.path("channels")
        .properties()
        .forEach(channel ->
            addresses.put(
                channel.getKey(),
                channel
                    .getValue()
                    .path("address")
                    .asText()
                    .replace("{pool}", pool.wireName())
                    .replace("{cluster}", "east")));

    assertThat(addresses)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "commands", Topics.commands(pool, "east"),
                "controls", Topics.controls(pool, "east"),
                "reports", Topics.REPORTS,
                "restores", Topics.RESTORES,
                "workers", Topics.WORKERS));
  }

  @Test
  void the_pools_of_an_address_are_all_there_are() {
    List<String> pools = Arrays.stream(Pool.values()).map(Pool::wireName).toList();

    for (String channel : List.of("commands", "controls")) {
      assertThat(api.at("/channels/" + channel + "/parameters/pool/enum"))
          .as(channel)
          .extracting(JsonNode::asText)
          .containsExactlyInAnyOrderElementsOf(pools);
    }
  }

  @Test
  void every_message_is_a_record_with_its_published_schema() throws IOException {
    List<String> types =
        List.of(StageCommand.class, StageReport.class, WorkerPresence.class).stream()
            .map(Class::getSimpleName)
            .toList();
    JsonNode messages = api.at("/components/messages");

    assertThat(messages.propertyStream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrderElementsOf(types);
    for (String type : types) {
      String file = messages.at("/" + type + "/payload/schema/$ref").asText();
      JsonNode schema = new ObjectMapper().readTree(FOLDER.resolve(file).toFile());
      String name = type.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
      assertThat(schema.path("$id").asText()).isEqualTo("urn:rekindle:" + name + ":v1");
    }
  }

  @Test
  void every_local_reference_leads_somewhere() {
    assertThat(api.findValuesAsText("$ref"))
        .filteredOn(reference -> reference.startsWith("#"))
        .isNotEmpty()
        .allSatisfy(reference ->
            assertThat(api.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
  }
}

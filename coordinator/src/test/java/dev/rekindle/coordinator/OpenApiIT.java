package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rekindle.coordinator.testing.SchemaFuzz;
import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published description of the API against the API that runs. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class OpenApiIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "Zm9yLXRoZS10ZXN0cy1vbmx5LXRoaXMtaXMtYS1zZWNyZXQ";

  /** An answer that never ends is no document. */
  private static final Set<String> STREAMS = Set.of("/api/v1/restores/{id}/events");

  private JsonNode document;
  private String restore;

  @BeforeEach
  void read() throws IOException {
    document = JSON.readTree(given().get("/q/openapi?format=json").asString());
    restore =
        given()
            .contentType("application/json")
            .body(
                "{\"application\": \"shop\", \"backupSet\": \"newest\", \"mode\": \"dry-run\","
                    + " \"requestedBy\": \"ann\", \"reason\": \"contract\"}")
            .post("/api/v1/restores")
            .jsonPath()
            .getString("id");
  }

  @Test
  void every_answer_of_a_read_is_as_the_document_says_and_has_no_field_that_it_does_not_name()
      throws IOException {
    List<String> wrong = new ArrayList<>();
    int read = 0;
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      JsonNode operation = path.getValue().path("get");
      if (operation.isMissingNode() || STREAMS.contains(path.getKey())) {
        continue;
      }
      Response answer = asking(operation).get(concrete(path.getKey()));
      String status = Integer.toString(answer.statusCode());
      JsonNode said = operation.path("responses").path(status);
      if (said.isMissingNode() || answer.statusCode() != 200) {
        wrong.add(path.getKey() + " answers " + status + " " + answer.asString());
        continue;
      }
      JsonNode schema = said.path("content").path("application/json").path("schema");
      if (!schema.isMissingNode()) {
        read++;
        problems(schema, JSON.readTree(answer.asString()))
            .forEach(problem -> wrong.add(path.getKey() + " " + problem));
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(read).as("answers that were compared").isGreaterThan(12);
  }

  @Test
  void whatever_is_sent_to_any_call_is_answered_without_a_failure_a_trace_or_a_secret() {
    List<String> wrong = new ArrayList<>();
    int sent = 0;
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (!Set.of("post", "delete").contains(operation.getKey())) {
          continue;
        }
        SchemaFuzz fuzz = new SchemaFuzz(document, new Random(path.getKey().hashCode()));
        for (int i = 0; i < 12; i++) {
          String body = fuzz.body(operation.getValue(), path.getKey());
          Response answer =
              given()
                  .header("Authorization", "Bearer rk_0123456789abcdef_" + SECRET)
                  .contentType("application/json")
                  .body(body)
                  .request(operation.getKey(), concrete(path.getKey()));
          sent++;
          judge(operation.getKey() + " " + path.getKey() + " " + body, answer, wrong);
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(sent).as("requests").isGreaterThan(150);
  }

  private static void judge(String what, Response answer, List<String> wrong) {
    String text = answer.asString();
    String type = String.valueOf(answer.contentType());
    if (answer.statusCode() >= 500
        || text.contains("dev.rekindle")
        || text.contains("\tat ")
        || text.contains(SECRET)
        || (answer.statusCode() >= 400 && !type.contains("problem+json"))) {
      String sent = what.length() > 500 ? what.substring(0, 500) : what;
      wrong.add(sent + " -> " + answer.statusCode() + " " + type + " " + text);
    }
  }

  private String concrete(String path) {
    String plan = path.startsWith("/api/v1/plans") ? "small" : restore;
    return path.replace("{id}", restore)
        .replace("{name}", plan)
        .replace("{set}", "monday")
        .replace("{stage}", "fence")
        .replace("{wish}", "cancel")
        .replace("{token}", "0");
  }

  private static RequestSpecification asking(JsonNode operation) {
    RequestSpecification asking = given();
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.path("name").asText().equals("application")) {
        asking.queryParam("application", "shop");
      }
    }
    return asking;
  }

  private List<String> problems(JsonNode schema, JsonNode answer) {
    ObjectNode whole = JSON.createObjectNode();
    whole.set("components", closed(document.path("components")));
    whole.putArray("allOf").add(schema);
    Schema compiled =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(whole);
    return compiled.validate(answer).stream().map(Error::toString).collect(Collectors.toList());
  }

  /** A field that is not named is a mistake, too. */
  private static JsonNode closed(JsonNode components) {
    ObjectNode copy = components.deepCopy();
    copy.path("schemas")
        .properties()
        .forEach(schema -> {
          if (schema.getValue() instanceof ObjectNode object
              && object.has("properties")
              && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
          }
        });
    return copy;
  }
}

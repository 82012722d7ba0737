package dev.rekindle.sandbox.oc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code apply}, {@code patch} and {@code edit}: one patch of what differs. */
final class Editing {

  private static final String LAST = "kubectl.kubernetes.io/last-applied-configuration";

  private final Api api;
  private final PrintStream out;

  Editing(Api api, PrintStream out) {
    this.api = api;
    this.out = out;
  }

  /** Creates, or changes what the file has otherwise; a stale resourceVersion in it conflicts. */
  void apply(Path file) throws IOException {
    ObjectNode wanted = (ObjectNode) Api.JSON.readTree(Files.readAllBytes(file));
    Resource resource = Resource.of(wanted);
    String text = wanted.toString();
    ((ObjectNode) wanted.path("metadata")).withObject("/annotations").put(LAST, text);
    if (!api.exists(resource)) {
      ((ObjectNode) wanted.path("metadata")).remove("resourceVersion");
      JsonNode _ = api.create(resource, wanted);
      out.println(resource + " created");
      return;
    }
    ObjectNode patch = Difference.between(api.get(resource), wanted, false);
    JsonNode _ =
        api.patch(resource, "", resource.kind().custom() ? "merge" : "strategic", patch.toString());
    out.println(resource + " configured");
  }

  void patch(Resource resource, String type, String patch) {
    JsonNode _ = api.patch(resource, "", type.isEmpty() ? "strategic" : type, patch);
    out.println(resource + " patched");
  }

  /** The editor is what {@code EDITOR} says; what it left unchanged is not sent. */
  void edit(Resource resource) throws IOException {
    YAMLMapper yaml =
        new YAMLMapper(
            YAMLFactory.builder()
                .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .build());
    JsonNode live = api.get(resource);
    Path file = Files.createTempFile("oc-edit-", ".yaml");
    try {
      yaml.writeValue(file.toFile(), live);
      Process editor =
          new ProcessBuilder("sh", "-c", System.getenv().getOrDefault("EDITOR", "vi") + " " + file)
              .inheritIO()
              .start();
      if (editor.waitFor() != 0) {
        throw new Failure("error: there was a problem with the editor");
      }
      ObjectNode patch = Difference.between(live, yaml.readTree(file.toFile()), true);
      if (patch.isEmpty()) {
        out.println("Edit cancelled, no changes made.");
        return;
      }
      JsonNode _ = api.patch(resource, "", "merge", patch.toString());
      out.println(resource + " edited");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("error: interrupted");
    } finally {
      Files.deleteIfExists(file);
    }
  }
}

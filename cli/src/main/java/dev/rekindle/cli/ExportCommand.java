package dev.rekindle.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a restore's bundle of evidence to a file, byte for byte. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a restore as evidence: plan, facts with their chain, findings, what stages proved,",
      "versions, who approved. Note the printed head somewhere else; './rekindle restore verify'",
      "checks the file without a coordinator."
    })
final class ExportCommand implements Callable<Integer> {

  @Mixin Connection connection = new Connection();

  @Parameters(paramLabel = "ID", description = "The restore.")
  String id = "";

  @Option(names = "--to", description = "The file (default: restore-ID.json).")
  @Nullable Path to;

  @Override
  public Integer call() {
    String bundle = connection.api().text("/api/v1/restores/" + id + "/bundle");
    Path file = to == null ? Path.of("restore-" + id + ".json") : to;
    try {
      Files.writeString(file, bundle, StandardCharsets.UTF_8);
      report(file, Api.JSON.readTree(bundle).path("head").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The bundle is no JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
    return 0;
  }

  private void report(Path file, String head) {
    Output output = connection.output();
    if (output.table()) {
      output.line("wrote " + file);
      output.line("head " + head);
    } else {
      output.tree(Api.body().put("file", file.toString()).put("head", head));
    }
  }
}

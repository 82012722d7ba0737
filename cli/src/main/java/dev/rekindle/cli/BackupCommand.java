package dev.rekindle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.cli.backup.BackupIndexer;
import dev.rekindle.contract.backup.BackupManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Everything about backup sets. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = "Makes, indexes, lists and verifies backup sets.",
    subcommands = {
      BackupMakeCommand.class,
      BackupCommand.Index.class,
      BackupCommand.All.class,
      BackupCommand.Verify.class
    })
final class BackupCommand {

  @Command(
      name = "index",
      mixinStandardHelpOptions = true,
      description = {
        "Writes the manifest of a backup set in the documented file names:",
        "system-mysql-backup.gz, zync-database-backup.gz, backend-redis-dump.rdb, system-redis-dump.rdb, system/, *.json,",
        "and of any application as the artefact's name with an ending:",
        "NAME.postgres.gz, NAME.mysql.gz, NAME.rdb, NAME.files/, and NAME.json for artefact object-NAME"
      })
  static final class Index implements Callable<Integer> {
    @Mixin Format format = new Format();

    @Parameters(paramLabel = "DIR", description = "The folder with the artefacts.")
    Path set = Path.of("");

    @Override
    public Integer call() throws IOException {
      BackupIndexer indexer = new BackupIndexer();
      if (indexer.describesItself(set)) {
        throw new Refused(
            set
                + " holds copies that Rekindle made: safety copies need no manifest, and a backup set"
                + " that was not sealed is not whole");
      }
      BackupManifest manifest = indexer.index(set, Instant.now());
      if (manifest.artifacts().isEmpty()) {
        throw new Refused(
            set + " holds none of the known files; see 'backup index --help' for their names");
      }
      indexer.write(set, manifest);
      report(manifest);
      return 0;
    }

    private void report(BackupManifest manifest) {
      ObjectNode report = Api.body();
      ArrayNode artifacts = report.putArray("artifacts");
      manifest
          .artifacts()
          .forEach(a ->
              artifacts
                  .addObject()
                  .put("name", a.name())
                  .put("path", a.pin().path())
                  .put("bytes", a.pin().bytes()));
      report.put("manifest", set.resolve(BackupManifest.FILE_NAME).toString());
      Output output = format.output();
      if (output.table()) {
        output.rows(artifacts, "NAME=/name", "PATH=/path", "BYTES=/bytes");
        output.line("wrote " + report.path("manifest").asText());
      } else {
        output.tree(report);
      }
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the backup sets of an application.")
  static final class All implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "APPLICATION", description = "The application.")
    String application = "";

    @Override
    public Integer call() {
      JsonNode answer =
          connection.api().get("/api/v1/backups?application=" + Api.step(application));
      connection
          .output()
          .rows(
              answer.isArray() ? answer : answer.path("items"),
              "SET=/set",
              "CREATED=/createdAt",
              "VERIFIED=/verifiedAt",
              "BYTES=/bytes");
      return 0;
    }
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Compares every artefact with its manifest.",
        "Exit status 1 when one differs; otherwise a note beside the manifest says so to policies and",
        "starts that want a verified set."
      })
  static final class Verify implements Callable<Integer> {
    @Mixin Format format = new Format();

    @Parameters(paramLabel = "DIR", description = "The folder with the artefacts.")
    Path set = Path.of("");

    @Override
    public Integer call() throws IOException {
      BackupIndexer indexer = new BackupIndexer();
      BackupManifest manifest = indexer.read(set);
      List<String> problems = indexer.verify(set, manifest);
      report(manifest.artifacts().size(), problems);
      note(indexer, problems.isEmpty());
      return problems.isEmpty() ? 0 : 1;
    }

    private void report(int artifacts, List<String> problems) {
      Output output = format.output();
      if (output.table()) {
        problems.forEach(output::line);
        output.line(artifacts + " artefacts, " + problems.size() + " problems");
      } else {
        ObjectNode report = Api.body().put("artifacts", artifacts);
        problems.forEach(report.putArray("problems")::add);
        output.tree(report);
      }
    }

    /** A store that cannot be written to, such as a snapshot, is verified all the same. */
    private void note(BackupIndexer indexer, boolean good) {
      try {
        indexer.note(set, good, Instant.now());
      } catch (IOException e) {
        System.err.println("rekindle: that it was verified cannot be noted: " + e);
      }
    }
  }
}

package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseServer;
import dev.rekindle.worker.db.importer.target.ImportOrder;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.ImportWatch;
import dev.rekindle.worker.db.testing.DumpBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An import in a process of its own, to be killed. Says a line at each commit. */
final class ImportInChild {

  private ImportInChild() {}

  public static void main(String[] arguments) throws Exception {
    DatabaseAddress address =
        new DatabaseAddress(
            "127.0.0.1", Integer.parseInt(arguments[0]), arguments[1], "app", "secret");
    DumpBytes dump = new DumpBytes(Files.readAllBytes(Path.of(arguments[2])));
    Claim claim = new Claim(arguments[1], "r1", "import", 1, 1);
    new DatabaseServer(new MySqlDialect())
        .load(
            new ImportOrder(
                address, claim, dump, dump.sha256(), List.of(), Owners.AS_DUMPED, 200, 3),
            new ImportWatch() {
              @Override
              public void at(String step, DumpStream stream) {}

              @Override
              public void committed(long toOffset) {
                System.out.println("committed " + toOffset);
              }
            });
  }
}

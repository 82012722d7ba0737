package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link RemoteScripts#list} prints. */
final class RemoteListing {

  private RemoteListing() {}

  static FileListing parse(String text) {
    Map<String, String> digests = new HashMap<>();
    List<FileListing.Entry> files = new ArrayList<>();
    boolean sizes = text.startsWith("\n");
    for (String item : text.split("\0", -1)) {
      String entry = item;
      if (!sizes && entry.startsWith("\n")) {
        sizes = true;
      }
      if (sizes && entry.startsWith("\n")) {
        entry = entry.substring(1);
      }
      if (entry.isEmpty()) {
        continue;
      }
      if (sizes) {
        files.add(file(entry, digests));
      } else {
        digests.put(entry.substring(64 + 2), entry.substring(0, 64));
      }
    }
    return new FileListing(files);
  }

  private static FileListing.Entry file(String entry, Map<String, String> digests) {
    int space = entry.indexOf(' ');
    String name = entry.substring(space + 1);
    String digest = digests.get(name);
    if (digest == null) {
      throw StageProblem.passing(
          ProblemCode.WRITERS_PRESENT, "A file appeared while the folder was read: " + name);
    }
    return new FileListing.Entry(
        name.substring("./".length()), Long.parseLong(entry.substring(0, space)), digest);
  }
}

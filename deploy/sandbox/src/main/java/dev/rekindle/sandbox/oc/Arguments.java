package dev.rekindle.sandbox.oc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command line taken apart.
 *
 * @param words what is no option; for {@code exec} and {@code rsh} the command is the rest
 * @param options by their long name
 */
record Arguments(List<String> words, Map<String, String> options, List<String> rest) {

  private static final Map<String, String> SHORT =
      Map.of("-l", "selector", "-o", "output", "-p", "patch", "-f", "filename", "-c", "container");
  private static final Set<String> WITH_VALUE =
      Set.of("selector", "output", "patch", "filename", "container", "type", "replicas");

  /** Takes apart everything after the verb. */
  static Arguments of(String verb, List<String> all) {
    List<String> words = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    int at = 0;
    while (at < all.size()) {
      String word = all.get(at++);
      if (word.equals("--") || (verb.equals("rsh") && words.size() == 1)) {
        // What follows belongs to the command in the pod.
        int from = word.equals("--") ? at : at - 1;
        return new Arguments(words, options, all.subList(from, all.size()));
      }
      if (!word.startsWith("-") || word.equals("-")) {
        words.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      name = SHORT.getOrDefault(name, name.replaceFirst("^--?", ""));
      if (equals >= 0) {
        options.put(name, word.substring(equals + 1));
      } else if (WITH_VALUE.contains(name)) {
        if (at == all.size()) {
          throw new Failure("error: flag needs an argument: --" + name);
        }
        options.put(name, all.get(at++));
      } else {
        options.put(name, "true");
      }
    }
    return new Arguments(words, options, List.of());
  }

  String option(String name) {
    return options.getOrDefault(name, "");
  }

  String word(int index, String what) {
    if (index >= words.size()) {
      throw new Failure("error: " + what + " is missing");
    }
    return words.get(index);
  }
}

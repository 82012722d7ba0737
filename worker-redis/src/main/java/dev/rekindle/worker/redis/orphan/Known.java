package dev.rekindle.worker.redis.orphan;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The identities that exist, as an earlier stage answered them. */
final class Known {

  private Known() {}

  /**
   * Those of one name. A list that was cut off (GROUP_CONCAT does that without a word) or that is
   * empty would make everything an orphan, so their number must be right.
   */
  static Set<String> of(Map<String, String> answers, String name) {
    String list = required(answers, name);
    String count = required(answers, name + ".count").strip();
    Set<String> known =
        Arrays.stream(list.replaceAll("[\\[\\]\"]", "").split(",", -1))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.toSet());
    if (!Integer.toString(known.size()).equals(count)) {
      throw StageProblem.permanent(
          ProblemCode.VERIFICATION_FAILED,
          "Input 'known' lists %d different '%s' and counts %s; was the list cut off?"
              .formatted(known.size(), name, count));
    }
    if (known.isEmpty()) {
      throw StageProblem.permanent(
          ProblemCode.VERIFICATION_FAILED,
          "Input 'known' has no '%s' at all: everything would be an orphan".formatted(name));
    }
    return known;
  }

  private static String required(Map<String, String> answers, String name) {
    String text = answers.get(name);
    if (text == null) {
      throw StageProblem.permanent(
          ProblemCode.INPUT_MISSING, "Input 'known' has nothing under '" + name + "'");
    }
    return text;
  }
}

package dev.rekindle.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** Who decides, and why; journaled with every decision. */
final class Person {

  @Option(
      names = "--by",
      description = "Who you are (default: ${DEFAULT-VALUE}).",
      defaultValue = "${sys:user.name}")
  String by = "";

  @Option(names = "--reason", required = true, description = "Why; it goes into the journal.")
  String reason = "";

  ObjectNode body() {
    return Api.body().put("by", by).put("reason", reason);
  }
}

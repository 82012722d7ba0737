package dev.rekindle.coordinator.plan;

import dev.rekindle.contract.attempt.StageId;

/**
 * A named output of a stage, as a later stage's input refers to it. Text form: {@code
 * stage.output}.
 */
public record StageOutput(StageId stage, String output) {

  /** Parses {@code stage.output}; {@link IllegalArgumentException} says what the form is. */
  public static StageOutput parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 1 || dot == text.length() - 1) {
      throw new IllegalArgumentException("Input '" + text + "' must be STAGE.OUTPUT");
    }
    return new StageOutput(new StageId(text.substring(0, dot)), text.substring(dot + 1));
  }

  @Override
  public String toString() {
    return stage + "." + output;
  }
}

package dev.rekindle.coordinator.engine;

import java.util.List;

/** The one sequence of fence tokens of an installation. */
public interface FenceTokens {

  /** Draws that many tokens, growing, each higher than all drawn before by anybody. */
  List<Long> next(int count);
}

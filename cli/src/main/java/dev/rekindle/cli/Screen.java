package dev.rekindle.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Lines that are drawn over each other. */
final class Screen {

  private static final int USUAL_WIDTH = 100;
  private static final String ESCAPE = "\u001b[";
  private static final String TO_THE_END = ESCAPE + "K";

  private final PrintStream out;
  private int drawn;

  Screen(PrintStream out) {
    this.out = out;
  }

  /** Whether standard output is a terminal that knows more than a typewriter. */
  static boolean there() {
    String terminal = System.getenv().getOrDefault("TERM", "dumb");
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
        && !terminal.equals("dumb");
  }

  /** What the shell says, as bash does when it exports it. */
  static int width() {
    try {
      return Math.max(40, Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "")));
    } catch (NumberFormatException _) {
      return USUAL_WIDTH;
    }
  }

  void draw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append(ESCAPE).append(drawn).append('A');
    }
    lines.forEach(line -> text.append(line).append(TO_THE_END).append('\n'));
    drawn = lines.size();
    out.print(text);
    out.flush();
  }
}

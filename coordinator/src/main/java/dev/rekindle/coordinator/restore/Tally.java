package dev.rekindle.coordinator.restore;

/**
 * What is counted of a stage.
 *
 * @param dispatches checks and executions ever ordered; the number of the latest attempt
 * @param failures since it last began afresh
 * @param losses since it last began afresh
 * @param unanswered dispatches in a row that nobody answered
 */
public record Tally(int dispatches, int failures, int losses, int unanswered) {

  static final Tally ZERO = new Tally(0, 0, 0, 0);

  Tally dispatched(int number) {
    return new Tally(number, failures, losses, unanswered);
  }

  Tally failed() {
    return new Tally(dispatches, failures + 1, losses, 0);
  }

  Tally lost() {
    return new Tally(dispatches, failures, losses + 1, 0);
  }

  Tally unheard() {
    return new Tally(dispatches, failures, losses, unanswered + 1);
  }

  Tally heard() {
    return new Tally(dispatches, failures, losses, 0);
  }

  Tally afresh() {
    return new Tally(dispatches, 0, 0, 0);
  }
}

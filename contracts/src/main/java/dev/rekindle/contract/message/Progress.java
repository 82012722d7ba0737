package dev.rekindle.contract.message;

/**
 * How far an attempt is.
 *
 * @param step what it is doing right now, for people
 * @param done units finished, never shrinking within an attempt
 * @param total units in all; 0 when unknown
 * @param unit what is counted: {@code bytes}, {@code rows}, {@code keys}, {@code files}, {@code
 *     pods}
 */
public record Progress(String step, long done, long total, String unit) {

  public Progress {
    if (done < 0 || total < 0) {
      throw new IllegalArgumentException("Progress must not be negative: " + done + " of " + total);
    }
  }
}

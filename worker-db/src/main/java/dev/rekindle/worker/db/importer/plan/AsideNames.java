package dev.rekindle.worker.db.importer.plan;

import java.nio.charset.StandardCharsets;

/**
 * The databases beside one that is replaced by swapping.
 *
 * @param live the one that the application uses
 * @param fresh what an import makes, until it is swapped in
 * @param kept what was there before
 */
public record AsideNames(String live, String fresh, String kept) {

  /** Bytes of the longest name that both families take. */
  private static final int LONGEST = 63;

  public static AsideNames of(String live) {
    return new AsideNames(live, live + "_rekindle_new", live + "_rekindle_old");
  }

  /** Whether a server would take the names whole. */
  public boolean fit() {
    return fresh.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }
}

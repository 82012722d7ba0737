package dev.rekindle.system.bench.importing;

import dev.rekindle.system.bench.Distribution;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a benchmark of imports measured.
 *
 * @param runs by the name of the way to load; the plain client first
 * @param wanted content of the database after a client tool
 * @param found after ours
 * @param afterKill after ours was killed once on its way
 */
public record ImportFigures(
    BenchDump dump,
    Map<String, List<Loading.Run>> runs,
    Loading.Run killed,
    List<String> wanted,
    List<String> found,
    List<String> afterKill,
    Map<Integer, Double> scaling) {

  /** Whether ours left the same content as the client tools, undisturbed and killed. */
  public boolean isSame() {
    return !wanted.isEmpty() && wanted.equals(found) && wanted.equals(afterKill);
  }

  /** The line for scripts, behind {@code RESULT name=...}. */
  public String line() {
    double ours = median(ImportBench.OURS);
    List<Loading.Run> own = runs.getOrDefault(ImportBench.OURS, List.of());
    double cpu =
        new Distribution(own.stream().map(run -> run.serverCpu() + run.clientCpu()).toList())
            .quantile(0.5);
    int cores = Runtime.getRuntime().availableProcessors();
    return String.format(
        Locale.ROOT,
        "ratio=%.2f seconds=%.1f %s dump_mb=%d rows=%d per_second=%.0f peak_heap_mb=%d ledger_ms=%d cpu_seconds=%.1f"
            + " cpu_bound_ratio=%.2f killed_ratio=%.2f%s lost=%d duplicated=%d",
        median(runs.keySet().iterator().next()) / ours,
        ours,
        baselines(ours),
        dump.plainBytes() >> 20,
        dump.rows(),
        dump.rows() / ours,
        own.stream().mapToLong(run -> run.figure("peak_heap_mb")).max().orElse(-1),
        own.stream().mapToLong(run -> run.figure("ledger_ms")).max().orElse(-1),
        cpu,
        ours / (cpu / cores),
        killed.seconds() / ours,
        scaling.entrySet().stream()
            .map(entry ->
                String.format(Locale.ROOT, " seconds_%d=%.1f", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining()),
        difference(true),
        difference(false));
  }

  private String baselines(double ours) {
    return runs.keySet().stream()
        .filter(name -> !name.equals(ImportBench.OURS) && !name.contains(" "))
        .map(name ->
            String.format(
                Locale.ROOT,
                "%s_seconds=%.1f %s_ratio=%.2f",
                name,
                median(name),
                name,
                median(name) / ours))
        .collect(Collectors.joining(" "));
  }

  private double median(String name) {
    return new Distribution(
            runs.getOrDefault(name, List.of()).stream().map(Loading.Run::seconds).toList())
        .quantile(0.5);
  }

  /** Rows that ours has less, or more, than the client tools. */
  private long difference(boolean less) {
    long sum = 0;
    for (int i = 0; i < wanted.size(); i++) {
      for (List<String> other : List.of(found, afterKill)) {
        long more = count(other.get(i)) - count(wanted.get(i));
        sum += Math.max(0, less ? -more : more);
      }
    }
    return sum;
  }

  private static long count(String line) {
    return Long.parseLong(line.split(" ", -1)[1]);
  }
}

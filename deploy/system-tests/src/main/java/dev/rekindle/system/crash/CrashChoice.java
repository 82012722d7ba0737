package dev.rekindle.system.crash;

import dev.rekindle.system.stack.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Which points are tried, and which together. A process is killed only a few times in one restore,
 * and seldom while it checks: stages give up after too many losses, which is right.
 *
 * @param seed shuffles
 * @param part number of this part, from 1
 * @param parts into how many all points are divided
 * @param atMost points of each process, for a short run; 0 for all
 * @param only what the names of the points must hold; empty for all
 */
public record CrashChoice(long seed, int part, int parts, int atMost, String only) {

  private static final int OF_PROCESS = 12;
  private static final int OF_COORDINATOR = 20;
  private static final int IN_CHECKS = 1;

  public CrashChoice {
    if (parts < 1 || part < 1 || part > parts) {
      throw new IllegalArgumentException("There is no part " + part + " of " + parts);
    }
  }

  /** Whether every point there is will be tried. */
  public boolean whole() {
    return parts == 1 && atMost == 0 && only.isEmpty();
  }

  /** The chosen points, in groups that share a restore. */
  List<List<CrashPoint.Target>> rounds(List<CrashPoint.Target> all) {
    List<CrashPoint.Target> shuffled =
        new ArrayList<>(all.stream().filter(t -> t.toString().contains(only)).toList());
    Collections.shuffle(shuffled, new Random(seed));
    List<List<CrashPoint.Target>> rounds = new ArrayList<>();
    for (int i = 0; i < shuffled.size(); i++) {
      CrashPoint.Target target = shuffled.get(i);
      if (i % parts == part - 1 && !beyond(rounds, target)) {
        rounds.stream()
            .filter(round -> fits(round, target))
            .min(Comparator.comparingInt(List::size))
            .orElseGet(() -> {
              List<CrashPoint.Target> fresh = new ArrayList<>();
              rounds.add(fresh);
              return fresh;
            })
            .add(target);
      }
    }
    return rounds;
  }

  private boolean beyond(List<List<CrashPoint.Target>> rounds, CrashPoint.Target target) {
    return atMost > 0
        && (target.check()
            || rounds.stream()
                    .flatMap(List::stream)
                    .filter(t -> t.service() == target.service())
                    .count()
                >= atMost);
  }

  private static boolean fits(List<CrashPoint.Target> round, CrashPoint.Target target) {
    long same = round.stream().filter(t -> t.service() == target.service()).count();
    long checks = round.stream().filter(t -> t.check() && t.service() == target.service()).count();
    return same < (target.service() == Service.COORDINATOR ? OF_COORDINATOR : OF_PROCESS)
        && !(target.check() && checks >= IN_CHECKS);
  }
}

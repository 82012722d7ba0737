package dev.rekindle.system.crash;

import dev.rekindle.system.demo.Story;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Service;
import dev.rekindle.system.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Kills at every point. Several points are tried in one restore, each process dying at most once at
 * each; what was not reached gets another restore, and then counts as never reached.
 */
public final class CrashMatrix implements AutoCloseable {

  private final Stack stack;
  private final Story story;
  private final Map<Service, AgentFolder> agents = new EnumMap<>(Service.class);
  private final List<CrashPoint> points;
  private final Map<CrashPoint.Target, Row> rows = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * What became of one point.
   *
   * @param round restore in which the process was killed there
   * @param restore its id
   * @param proven whether that restore ended with the target as it was
   */
  public record Row(String process, String point, int round, String restore, boolean proven) {}

  /**
   * What was seen.
   *
   * @param rows one a kill
   * @param missed points that were never reached
   * @param problems everything that was not as it must be, for people
   */
  public record Result(
      List<Row> rows, List<String> missed, List<String> problems, int restores, Duration took) {

    /** How many problems are of a kind. */
    public long count(String kind) {
      return problems.stream().filter(problem -> problem.contains(kind)).count();
    }

    /** Every point was reached, and everything was as it must be after each. */
    public boolean good() {
      return missed.isEmpty() && problems.isEmpty();
    }
  }

  public CrashMatrix(Layout layout, Story story) {
    this.story = story;
    points = CrashPoints.all();
    for (Service service : Service.values()) {
      Path folder = layout.home().resolve("crash").resolve(service.label());
      agents.put(service, new AgentFolder(service, folder, points));
    }
    Path agent = layout.crashAgent();
    stack = new Stack(layout, service -> List.of(agent(service).option(agent)));
  }

  private AgentFolder agent(Service service) {
    return Objects.requireNonNull(agents.get(service));
  }

  /** The names of all points. */
  public static List<String> targets() {
    return all().stream().map(CrashPoint.Target::toString).toList();
  }

  static List<CrashPoint.Target> all() {
    return CrashPoints.all().stream().flatMap(point -> point.targets().stream()).toList();
  }

  /**
   * Runs restores until every point of the choice was tried.
   *
   * @param again restores beyond those planned, for points that were not reached
   */
  public Result run(CrashChoice choice, int again) {
    long began = System.nanoTime();
    Path fingerprint = start(choice.seed());
    List<List<CrashPoint.Target>> rounds = choice.rounds(all());
    Set<CrashPoint.Target> left = new LinkedHashSet<>();
    rounds.forEach(left::addAll);
    int restores = 0;
    while (!left.isEmpty() && restores < rounds.size() + again) {
      List<CrashPoint.Target> planned =
          restores < rounds.size() ? rounds.get(restores) : List.copyOf(left);
      restores++;
      left.removeAll(round(restores, rounds.size(), planned, fingerprint));
    }
    closingLook();
    return new Result(
        List.copyOf(rows.values()),
        left.stream().map(CrashPoint.Target::toString).toList(),
        List.copyOf(problems),
        restores,
        Duration.ofNanos(System.nanoTime() - began));
  }

  /**
   * Kills nobody: runs one restore, and answers the points that it does not pass. Some lie on ways
   * that only a kill opens.
   */
  public List<String> unreached(long seed) {
    Path fingerprint = start(seed);
    Set<CrashPoint.Target> _ = round(1, 1, List.of(), fingerprint);
    closingLook();
    problems.forEach(problem -> story.line("PROBLEM " + problem));
    return all().stream()
        .filter(target -> !agent(target.service()).reached().contains(target.id()))
        .map(CrashPoint.Target::toString)
        .toList();
  }

  private Path start(long seed) {
    story.chapter("Starting servers and the simulated 3scale");
    stack.startSandbox(1, seed);
    story.chapter("Starting coordinator and workers under the agent");
    stack.startServices();
    Path fingerprint = stack.layout().home().resolve("fingerprint.json");
    stack.sandbox().backup(fingerprint);
    return fingerprint;
  }

  /** Answers the targets at which a process died. */
  private Set<CrashPoint.Target> round(
      int number, int planned, List<CrashPoint.Target> targets, Path fingerprint) {
    story.chapter("Restore %d of %d: %d points".formatted(number, planned, targets.size()));
    Set<String> before = fired();
    CrashRound.Proven proven = killed(targets, new CrashRound(stack, fingerprint));
    agents.values().forEach(AgentFolder::disarm);
    Set<String> died = fired();
    died.removeAll(before);
    Set<CrashPoint.Target> hit =
        targets.stream()
            .filter(target -> died.contains(target.toString()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    proven.problems().forEach(problem -> problems.add("restore " + number + ": " + problem));
    hit.forEach(target ->
        rows.put(
            target,
            new Row(
                target.service().label(),
                target.id(),
                number,
                proven.restore(),
                proven.problems().isEmpty())));
    story.line(
        "%d processes killed, each at its point; %d rows in %d chunks counted once, %d commands begun once; problems: %s"
            .formatted(
                hit.size(), proven.rows(), proven.chunks(), proven.commands(), proven.problems()));
    return hit;
  }

  private CrashRound.Proven killed(List<CrashPoint.Target> targets, CrashRound round) {
    try (Restarter restarter = new Restarter(stack)) {
      CrashRound.Proven proven =
          round.run(
              () -> agents.values().forEach(agent -> agent.arm(targets)), round::holdAndResume);
      story.line(restarter.restarts() + " processes were started again");
      return proven;
    }
  }

  private Set<String> fired() {
    Set<String> all = new LinkedHashSet<>();
    agents.forEach(
        (service, agent) -> agent.fired().forEach(name -> all.add(service.label() + " " + name)));
    return all;
  }

  /** The agent's own trouble, and variants that nobody listed. */
  private void closingLook() {
    agents.forEach((service, agent) -> {
      agent.trouble().forEach(line -> problems.add(service.label() + "'s agent: " + line));
      for (String passed : agent.reached()) {
        if (points.stream().anyMatch(point -> point.misses(service, passed))) {
          problems.add(service.label() + " passes " + passed + ", which the list of points lacks");
        }
      }
    });
  }

  @Override
  public void close() {
    stack.close();
  }
}

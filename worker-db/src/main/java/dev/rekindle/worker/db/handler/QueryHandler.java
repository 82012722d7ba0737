package dev.rekindle.worker.db.handler;

import static dev.rekindle.worker.db.handler.LibraryProblems.translated;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.StageSpec.QueryDatabase;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks a database read-only questions and compares the answers with what must come. */
@ApplicationScoped
class QueryHandler implements StageHandler<QueryDatabase> {

  private final Databases databases;

  QueryHandler(Databases databases) {
    this.databases = databases;
  }

  @Override
  public Class<QueryDatabase> spec() {
    return QueryDatabase.class;
  }

  @Override
  public Findings check(QueryDatabase spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    spec.expected()
        .keySet()
        .forEach(name -> {
          if (!spec.queries().containsKey(name)) {
            findings.blocker(
                ProblemCode.SPEC_INVALID,
                "query " + name,
                "An answer is expected for a query that is not asked",
                "Name the query under queries too");
          }
        });
    new TargetCheck(databases, spec.target(), attempt, findings).reachable();
    return findings.build();
  }

  @Override
  public StageOutcome run(QueryDatabase spec, Attempt attempt) {
    try (Databases.Reached reached = databases.reach(spec.target(), attempt)) {
      Map<String, String> answers =
          translated(() -> reached.server().ask(reached.address(), spec.queries()));
      List<String> wrong =
          new TreeMap<>(spec.expected())
              .entrySet().stream()
                  .filter(wanted -> !wanted.getValue().equals(answers.get(wanted.getKey())))
                  .map(wanted ->
                      "%s must be '%s' and is '%s'"
                          .formatted(
                              wanted.getKey(), wanted.getValue(), answers.get(wanted.getKey())))
                  .toList();
      if (!wrong.isEmpty()) {
        throw StageProblem.permanent(
            ProblemCode.VERIFICATION_FAILED,
            "Database " + spec.target().database() + ": " + String.join("; ", wrong));
      }
      return StageOutcome.done(
          Map.of("answers", answers),
          answers.entrySet().stream()
              .map(answer -> new Evidence(answer.getKey(), answer.getValue()))
              .toList());
    }
  }
}

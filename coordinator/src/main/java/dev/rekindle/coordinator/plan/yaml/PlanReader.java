package dev.rekindle.coordinator.plan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.coordinator.plan.PlanHeader;
import dev.rekindle.coordinator.plan.PlanParameter;
import dev.rekindle.coordinator.plan.PlanProblem;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Reads plan texts. Thread-safe. */
public final class PlanReader {

  /** What reading the head of a plan gives. */
  public sealed interface Head {

    /** It can be read. */
    record Valid(PlanHeader header) implements Head {}

    /** It cannot. */
    record Invalid(List<PlanProblem> problems) implements Head {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }

  private final MessageCodec codec = new MessageCodec();

  /** What the text says of itself; needs no parameters. */
  public Head head(String yaml) {
    List<PlanProblem> problems = new ArrayList<>();
    JsonNode document = YamlTree.read(yaml, problems);
    PlanHeader header = HeaderReader.read(document, problems);
    return problems.isEmpty() ? new Head.Valid(header) : new Head.Invalid(problems);
  }

  /**
   * The plan with {@code ${name}} replaced in every text (a doubled dollar sign stands for itself),
   * or every problem with it.
   *
   * @param parameters values by name; {@code application}, {@code namespace} and {@code cluster}
   *     need no declaration in the text
   */
  public RestorePlan.Outcome read(String yaml, Map<String, String> parameters) {
    List<PlanProblem> problems = new ArrayList<>();
    JsonNode document = YamlTree.read(yaml, problems);
    PlanHeader header = HeaderReader.read(document, problems);
    Map<String, String> values = ParameterValues.resolve(header.parameters(), parameters, problems);
    List<PlannedStage> stages =
        new StageReader(codec, new Substitution(values, problems), problems)
            .read(document.path("stages"));
    RestorePlan.Outcome outcome =
        RestorePlan.of(header.name(), header.version(), digest(yaml), header.objective(), stages);
    return switch (outcome) {
      case RestorePlan.Outcome.Valid valid when problems.isEmpty() -> valid;
      case RestorePlan.Outcome.Valid _ -> new RestorePlan.Outcome.Invalid(distinct(problems));
      case RestorePlan.Outcome.Invalid invalid -> {
        problems.addAll(invalid.problems());
        yield new RestorePlan.Outcome.Invalid(distinct(problems));
      }
    };
  }

  /** All values the plan is resolved with: those given, and the defaults of the others. */
  public Map<String, String> values(PlanHeader header, Map<String, String> parameters) {
    return ParameterValues.resolve(header.parameters(), parameters, new ArrayList<>());
  }

  /** Names of parameters that a value must be given for. */
  public static List<String> required(PlanHeader header) {
    return header.parameters().stream()
        .filter(PlanParameter::required)
        .map(PlanParameter::name)
        .toList();
  }

  /** A mistake behind a YAML anchor shows wherever the anchor is used, but once a place. */
  private static List<PlanProblem> distinct(List<PlanProblem> problems) {
    return problems.stream().distinct().toList();
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

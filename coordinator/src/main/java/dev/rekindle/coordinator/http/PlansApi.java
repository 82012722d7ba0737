package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.coordinator.access.Needs;
import dev.rekindle.coordinator.access.Role;
import dev.rekindle.coordinator.order.PlanTexts;
import dev.rekindle.coordinator.plan.PlanHeader;
import dev.rekindle.coordinator.plan.PlanParameter;
import dev.rekindle.coordinator.plan.PlanProblem;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.plan.yaml.PlanReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans. */
@Path("/api/v1/plans")
@RunOnVirtualThread
public class PlansApi {

  private final PlanTexts plans;
  private final PlanReader reader = new PlanReader();

  PlansApi(PlanTexts plans) {
    this.plans = plans;
  }

  /**
   * A plan in a list; with problems, the rest is empty.
   *
   * @param makesBackup whether it makes a backup set instead of reading one
   */
  public record Line(
      String name,
      String version,
      String description,
      String objective,
      List<Parameter> parameters,
      boolean makesBackup,
      List<PlanProblem> problems) {}

  /** A value that the plan's text refers to. */
  public record Parameter(
      String name, String description, @Nullable String defaultValue, boolean required) {}

  /** A plan with its text and its graph. */
  public record Shown(Line plan, String text, List<Node> stages) {}

  /** A node of the graph. */
  public record Node(String id, String kind, List<String> needs, boolean atEnd) {}

  /** What checking a text gives. */
  public record Checked(boolean valid, List<PlanProblem> problems, List<Node> stages) {}

  @GET
  public Items<Line> list() {
    return new Items<>(
        plans.names().stream().map(name -> line(name, plans.text(name).orElse(""))).toList());
  }

  @GET
  @Path("{name}")
  public Shown show(@PathParam("name") String name) {
    String text =
        plans
            .text(name)
            .orElseThrow(() -> Refused.notFound("UNKNOWN_PLAN", "There is no plan '" + name + "'"));
    return new Shown(line(name, text), text, check(text).stages());
  }

  /** Says everything that is wrong with a plan's text; changes nothing. */
  @POST
  @Path("check")
  @Needs(Role.VIEWER)
  @Consumes({"application/yaml", "application/x-yaml", MediaType.TEXT_PLAIN, MediaType.WILDCARD})
  public Checked check(String text) {
    return switch (reader.read(text, standIns(text))) {
      case RestorePlan.Outcome.Valid valid ->
          new Checked(true, List.of(), valid.plan().stages().stream().map(PlansApi::node).toList());
      case RestorePlan.Outcome.Invalid invalid -> new Checked(false, invalid.problems(), List.of());
    };
  }

  /** Values for parameters without a default, which only a start gives. */
  private Map<String, String> standIns(String text) {
    Map<String, String> values = new HashMap<>();
    if (reader.head(text) instanceof PlanReader.Head.Valid(PlanHeader header)) {
      header.parameters().stream()
          .filter(PlanParameter::required)
          .forEach(parameter -> values.put(parameter.name(), parameter.name()));
    }
    values.put("application", "application");
    values.put("namespace", "namespace");
    values.put("cluster", "cluster");
    return values;
  }

  private Line line(String name, String text) {
    return switch (reader.head(text)) {
      case PlanReader.Head.Valid(PlanHeader header) ->
          new Line(
              name,
              header.version(),
              header.description(),
              header.objective().toString(),
              header.parameters().stream().map(PlansApi::parameter).toList(),
              header.makesBackup(),
              List.of());
      case PlanReader.Head.Invalid invalid ->
          new Line(name, "", "", "", List.of(), false, invalid.problems());
    };
  }

  private static Parameter parameter(PlanParameter parameter) {
    return new Parameter(
        parameter.name(), parameter.description(), parameter.defaultValue(), parameter.required());
  }

  private static Node node(PlannedStage stage) {
    return new Node(
        stage.id().value(),
        StageKind.of(stage.spec()).wireName(),
        stage.needs().stream().map(StageId::value).toList(),
        stage.atEnd());
  }
}

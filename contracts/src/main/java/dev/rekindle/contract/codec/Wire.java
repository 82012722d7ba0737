package dev.rekindle.contract.codec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.stage.StageSpec;

/** How sealed families name their members on the wire. */
final class Wire {

  private Wire() {}

  /**
   * The sealed interface of a member, so that the discriminator is written; otherwise the class
   * itself.
   */
  static Class<?> rootOf(Class<?> type) {
    if (StageCommand.class.isAssignableFrom(type)) {
      return StageCommand.class;
    }
    if (StageReport.class.isAssignableFrom(type)) {
      return StageReport.class;
    }
    return StageSpec.class.isAssignableFrom(type) ? StageSpec.class : type;
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = StageCommand.CheckStage.class, name = "CheckStage"),
    @JsonSubTypes.Type(value = StageCommand.ExecuteStage.class, name = "ExecuteStage"),
    @JsonSubTypes.Type(value = StageCommand.CancelStage.class, name = "CancelStage")
  })
  interface Commands {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = StageReport.CheckReported.class, name = "CheckReported"),
    @JsonSubTypes.Type(value = StageReport.AttemptAdmitted.class, name = "AttemptAdmitted"),
    @JsonSubTypes.Type(value = StageReport.AttemptProgressed.class, name = "AttemptProgressed"),
    @JsonSubTypes.Type(value = StageReport.AttemptSucceeded.class, name = "AttemptSucceeded"),
    @JsonSubTypes.Type(value = StageReport.AttemptFailed.class, name = "AttemptFailed"),
    @JsonSubTypes.Type(value = StageReport.AttemptCancelled.class, name = "AttemptCancelled"),
    @JsonSubTypes.Type(value = StageReport.AttemptSuperseded.class, name = "AttemptSuperseded"),
    @JsonSubTypes.Type(value = StageReport.AttemptRefused.class, name = "AttemptRefused")
  })
  interface Reports {}

  /**
   * The names are those of {@link dev.rekindle.contract.stage.StageKind}, registered from there.
   */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  interface Specs {}
}

package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.stage.Pool;

/** What the world is told because of a fact. Goes to the outbox with it. */
public sealed interface Effect {

  /** A check or execution, for the workers of that pool and cluster. */
  record SendCommand(Pool pool, String cluster, StageCommand command) implements Effect {}

  /** A cancel, which every worker of that pool and cluster reads. */
  record SendCancel(Pool pool, String cluster, StageCommand.CancelStage command)
      implements Effect {}

  /** The fact itself, for everybody. */
  record PublishFact(RestoreId restore, RestoreFact fact) implements Effect {}
}

package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.message.StageContext;

/** The artefact stores this worker knows, by name. Inject this. */
public interface ArtifactStores {

  /** The store of a name; SPEC_INVALID when the settings have none. */
  ArtifactStore named(String name);

  /** The pinned backup set of a restore. */
  default PinnedBackup backup(StageContext context) {
    return new PinnedBackup(named(context.backup().store()), context.backup());
  }

  /** The set that this restore's safety copies go to, in the store of its backup set. */
  default SafetySet safety(StageContext context) {
    return new SafetySet(named(context.backup().store()), context.safetySet());
  }
}

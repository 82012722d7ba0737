package dev.rekindle.contract.backup;

import java.util.Map;

/**
 * The backup set a restore works from, with every artefact pinned.
 *
 * @param store name of an artefact store that coordinator and workers have in their settings
 * @param set name of the backup set in that store
 * @param artifacts by artefact name
 */
public record BackupPin(String store, String set, Map<String, ArtifactPin> artifacts) {

  public BackupPin {
    artifacts = Map.copyOf(artifacts);
  }
}

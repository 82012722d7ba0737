package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.settings.WorkerSettings;
import dev.rekindle.worker.kit.stage.StageProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The artefact stores of the settings. */
@ApplicationScoped
class ConfiguredArtifactStores implements ArtifactStores {

  private final Map<String, ArtifactStore> stores;

  ConfiguredArtifactStores(WorkerSettings settings) {
    this.stores =
        settings.artifact().stores().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    entry -> new DirectoryArtifactStore(Path.of(entry.getValue().directory()))));
  }

  @Override
  public ArtifactStore named(String name) {
    ArtifactStore store = stores.get(name);
    if (store == null) {
      throw StageProblem.permanent(
          ProblemCode.SPEC_INVALID,
          "This worker has no artefact store '%s'; set rekindle.worker.artifact.stores.%s.directory"
              .formatted(name, name));
    }
    return store;
  }
}

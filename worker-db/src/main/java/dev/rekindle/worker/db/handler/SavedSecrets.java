package dev.rekindle.worker.db.handler;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.worker.kit.artifact.PinnedBackup;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Values of the Secrets in a backup set, as {@code oc get secret -o json} wrote them. A check asks
 * here for a login that an earlier stage of the restore will put back. Read at use, never kept.
 */
final class SavedSecrets {

  /** A Secret has at most 1 MiB; as JSON with base64 it stays well below this. */
  private static final int MOST_BYTES = 8 << 20;

  private static final KubernetesSerialization FORMS = new KubernetesSerialization();

  private final PinnedBackup backup;

  SavedSecrets(PinnedBackup backup) {
    this.backup = backup;
  }

  /**
   * The value as UTF-8 text; empty when the set holds no such Secret or key, or only says where a
   * copy lies in the cluster. ARTIFACT_CORRUPT never shows what is in the file.
   */
  Optional<String> value(SecretRef ref) {
    String artifact = PinnedBackup.artifactOfObject(ref.secret());
    ArtifactPin pin = backup.pins().get(artifact);
    if (pin == null || pin.format() != ArtifactFormat.KUBERNETES_OBJECT) {
      return Optional.empty();
    }
    return secret(read(artifact), artifact).flatMap(secret -> value(secret, ref.key(), artifact));
  }

  private static Optional<String> value(Secret secret, String key, String artifact) {
    if (secret.getStringData() != null && secret.getStringData().containsKey(key)) {
      return Optional.of(secret.getStringData().get(key));
    }
    return secret.getData() == null
        ? Optional.empty()
        : Optional.ofNullable(secret.getData().get(key)).map(text -> decoded(text, artifact));
  }

  /** Empty for another kind of object, above all for one that says where a copy lies. */
  private static Optional<Secret> secret(String json, String artifact) {
    Object object;
    try {
      object = FORMS.unmarshal(json);
    } catch (KubernetesClientException | IllegalArgumentException e) {
      // The parser's message quotes the text, so it is no cause either.
      throw corrupt(artifact, "is no Kubernetes object");
    }
    if (object instanceof KubernetesResourceList<?> list && list.getItems().size() == 1) {
      object = list.getItems().getFirst();
    }
    return object instanceof Secret secret ? Optional.of(secret) : Optional.empty();
  }

  private String read(String artifact) {
    try (InputStream in = backup.open(artifact)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST, "Cannot read " + artifact + ": " + e.getMessage(), e);
    }
  }

  private static String decoded(String base64, String artifact) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw corrupt(artifact, "has a value that is not base64");
    }
  }

  private static StageProblem corrupt(String artifact, String why) {
    return StageProblem.permanent(ProblemCode.ARTIFACT_CORRUPT, "Artefact " + artifact + " " + why);
  }
}

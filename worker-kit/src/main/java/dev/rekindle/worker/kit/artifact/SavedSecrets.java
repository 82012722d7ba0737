package dev.rekindle.worker.kit.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Values of the Secrets in a backup set, as {@code oc get secret -o json} wrote them. A check asks
 * here for a login that an earlier stage of the restore will put back. Read at use, never kept.
 */
public final class SavedSecrets {

  /** A Secret has at most 1 MiB; as JSON with base64 it stays well below this. */
  private static final int MOST_BYTES = 8 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PinnedBackup backup;

  public SavedSecrets(PinnedBackup backup) {
    this.backup = backup;
  }

  /** The artefact that an indexed backup makes of the object of this name. */
  public static String artifactOf(String object) {
    return "object-" + object;
  }

  /**
   * The value as UTF-8 text; empty when the set holds no such Secret or key, or only says where a
   * copy lies in the cluster. ARTIFACT_CORRUPT never shows what is in the file.
   */
  public Optional<String> value(SecretRef ref) {
    String artifact = artifactOf(ref.secret());
    ArtifactPin pin = backup.pins().get(artifact);
    if (pin == null || pin.format() != ArtifactFormat.KUBERNETES_OBJECT) {
      return Optional.empty();
    }
    JsonNode object = read(artifact);
    if (object.path("kind").asText().equals("List") && object.path("items").size() == 1) {
      object = object.path("items").get(0);
    }
    if (!object.path("kind").asText().equals("Secret")) {
      return Optional.empty();
    }
    JsonNode plain = object.path("stringData").path(ref.key());
    if (plain.isTextual()) {
      return Optional.of(plain.textValue());
    }
    JsonNode encoded = object.path("data").path(ref.key());
    return encoded.isTextual()
        ? Optional.of(decoded(encoded.textValue(), artifact))
        : Optional.empty();
  }

  private JsonNode read(String artifact) {
    byte[] json;
    try (InputStream in = backup.open(artifact)) {
      json = in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST, "Cannot read " + artifact + ": " + e.getMessage(), e);
    }
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      // The parser's message quotes the text, so it is no cause either.
      throw corrupt(artifact, "is not JSON");
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

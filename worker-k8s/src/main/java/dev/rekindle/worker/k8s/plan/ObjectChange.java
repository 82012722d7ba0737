package dev.rekindle.worker.k8s.plan;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.ObjectRestore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What it takes to bring one Secret or ConfigMap back. */
public sealed interface ObjectChange {

  /** It is gone: create it with everything the backup has. */
  record Create(DataObject object) implements ObjectChange {}

  /** It is there: these keys get the backup's values, all others stay. */
  record SetKeys(DataObject live, Map<String, String> data) implements ObjectChange {
    @Override
    public String toString() {
      return "set " + data.keySet() + " of " + live.ref();
    }
  }

  /** It has the backup's values already, or there is nothing to bring back. */
  record Nothing(String reason) implements ObjectChange {}

  /** Cannot be done; somebody has to decide. */
  record Refuse(ProblemCode code, String reason, String remedy) implements ObjectChange {}

  /** Compares the backup's object with the live one. */
  static ObjectChange of(ObjectRestore order, DataObject backup, Optional<DataObject> live) {
    Optional<Refuse> bad = refusal(order, backup);
    if (bad.isPresent()) {
      return bad.get();
    }
    return live.map(object -> against(order, backup, object)).orElseGet(() -> new Create(backup));
  }

  private static ObjectChange against(ObjectRestore order, DataObject backup, DataObject live) {
    if (!live.type().isEmpty() && !backup.type().isEmpty() && !live.type().equals(backup.type())) {
      return new Refuse(
          ProblemCode.CONFLICT,
          live.ref() + " is of type " + live.type() + ", in the backup of type " + backup.type(),
          "A Secret's type cannot be changed: delete it so that it is created from the backup");
    }
    Map<String, String> changed = new TreeMap<>();
    for (String key : order.keys()) {
      String wanted = backup.data().get(key);
      if (wanted != null && !wanted.equals(live.data().get(key))) {
        changed.put(key, wanted);
      }
    }
    if (changed.isEmpty()) {
      return new Nothing(
          order.keys().isEmpty() ? "is there, and all its keys stay" : "has the backup's values");
    }
    if (live.immutable()) {
      return new Refuse(
          ProblemCode.TARGET_READ_ONLY,
          live.ref() + " is immutable and keys " + changed.keySet() + " differ from the backup",
          "Delete it so that it is created from the backup, or leave the object out of the plan");
    }
    return new SetKeys(live, changed);
  }

  private static Optional<Refuse> refusal(ObjectRestore order, DataObject backup) {
    if (!backup.ref().equals(order.object())) {
      return Optional.of(
          new Refuse(
              ProblemCode.ARTIFACT_CORRUPT,
              "the artefact holds " + describe(backup) + ", not " + order.object(),
              "Check which file the backup set has under " + order.artifact()));
    }
    List<String> missing = new ArrayList<>(order.keys());
    missing.removeAll(backup.data().keySet());
    if (!missing.isEmpty()) {
      return Optional.of(
          new Refuse(
              ProblemCode.ARTIFACT_CORRUPT,
              backup.ref() + " in the backup lacks keys " + missing,
              "Data and secrets must fit: use the backup set they were taken with"));
    }
    return undecodable(backup)
        .map(key ->
            new Refuse(
                ProblemCode.ARTIFACT_CORRUPT,
                "key " + key + " of " + backup.ref() + " is not base64",
                "The file was edited by hand: repair it, or use another backup set"));
  }

  private static String describe(DataObject object) {
    return object.ref().apiVersion() + " " + object.ref();
  }

  private static Optional<String> undecodable(DataObject object) {
    return object.secret()
        ? object.data().entrySet().stream()
            .filter(entry -> !isBase64(entry.getValue()))
            .map(Map.Entry::getKey)
            .sorted()
            .findFirst()
        : Optional.empty();
  }

  private static boolean isBase64(String text) {
    try {
      Base64.getDecoder().decode(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

package dev.rekindle.sandbox.cluster.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/** Pod templates compared and named. */
final class TemplateHash {
  private static final String SAFE = "bcdfghjklmnpqrstvwxz2456789";

  private TemplateHash() {}

  /** A workload's pod template without the labels a controller adds. */
  static ObjectNode clean(ObjectNode workload) {
    ObjectNode template =
        Json.at(workload, "spec.template") instanceof ObjectNode t ? t.deepCopy() : Json.object();
    Json.ensure(template, "metadata").remove("creationTimestamp");
    Json.ensure(template, "metadata.labels").remove(List.of("pod-template-hash"));
    return template;
  }

  static String of(ObjectNode workload) {
    CRC32 sum = new CRC32();
    sum.update(Json.write(clean(workload)).getBytes(StandardCharsets.UTF_8));
    StringBuilder text = new StringBuilder();
    for (long rest = sum.getValue() + (1L << 40);
        rest > 0 && text.length() < 9;
        rest /= SAFE.length()) {
      text.append(SAFE.charAt((int) (rest % SAFE.length())));
    }
    return text.toString();
  }
}

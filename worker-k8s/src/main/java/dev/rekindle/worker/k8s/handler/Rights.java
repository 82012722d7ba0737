package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.k8s.target.Objects;
import dev.rekindle.worker.kit.stage.Findings;

/** What a stage must be allowed to do, asked before anything is changed. */
final class Rights {

  private final Objects objects;
  private final Findings.Builder findings;
  private final String namespace;

  Rights(Objects objects, Findings.Builder findings, String namespace) {
    this.objects = objects;
    this.findings = findings;
    this.namespace = namespace;
  }

  Rights needCore(String resource, String... verbs) {
    return need("", resource, verbs);
  }

  Rights need(String group, String resource, String... verbs) {
    for (String verb : verbs) {
      String[] parts = resource.split("/", 2);
      if (!objects.allowed(verb, group, parts[0], parts.length > 1 ? parts[1] : "")) {
        findings.blocker(
            ProblemCode.PERMISSION_MISSING,
            resource,
            "The worker may not " + verb + " " + resource + " in namespace " + namespace,
            "Add to its Role: apiGroups [\""
                + group
                + "\"], resources [\""
                + resource
                + "\"], verbs [\""
                + verb
                + "\"]");
      }
    }
    return this;
  }
}

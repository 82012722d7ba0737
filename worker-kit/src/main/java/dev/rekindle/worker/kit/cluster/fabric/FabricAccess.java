package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.right.Right;
import dev.rekindle.worker.kit.cluster.Access;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.openshift.client.OpenShiftClient;

/** One {@code SelfSubjectAccessReview} a right. */
final class FabricAccess implements Access {

  private final OpenShiftClient client;
  private final Problems problems;

  FabricAccess(OpenShiftClient client, Problems problems) {
    this.client = client;
    this.problems = problems;
  }

  @Override
  public boolean allowed(Right right) {
    SelfSubjectAccessReview question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(right.namespace())
            .withVerb(right.verb())
            .withGroup(right.group())
            .withResource(right.plural())
            .withSubresource(right.subresource().isEmpty() ? null : right.subresource())
            .withName(right.name().isEmpty() ? null : right.name())
            .endResourceAttributes()
            .endSpec()
            .build();
    SelfSubjectAccessReview answer =
        problems.call(
            "ask for the right to " + right,
            () -> client.authorization().v1().selfSubjectAccessReview().create(question));
    return answer.getStatus() != null && Boolean.TRUE.equals(answer.getStatus().getAllowed());
  }
}

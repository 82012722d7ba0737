package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.Credentials;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.worker.kit.cluster.Login;
import dev.rekindle.worker.kit.cluster.Secrets;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.openshift.client.OpenShiftClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads Secrets through the API. */
final class FabricSecrets implements Secrets {

  private final OpenShiftClient client;
  private final Problems problems;

  FabricSecrets(OpenShiftClient client, Problems problems) {
    this.client = client;
    this.problems = problems;
  }

  @Override
  public String value(String namespace, SecretRef ref) {
    String where = ref.secret() + " in " + namespace;
    @Nullable Secret secret =
        problems.call(
            "read secret " + where,
            () -> client.secrets().inNamespace(namespace).withName(ref.secret()).get());
    if (secret == null) {
      throw missing("There is no secret " + where);
    }
    String encoded = secret.getData() == null ? null : secret.getData().get(ref.key());
    if (encoded == null) {
      throw missing("Secret " + where + " has no key " + ref.key());
    }
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  @Override
  public Login login(String namespace, Credentials credentials) {
    return Login.of(credentials, ref -> value(namespace, ref));
  }

  private static StageProblem missing(String what) {
    return StageProblem.permanent(
        ProblemCode.CREDENTIALS_MISSING, what + "; correct the plan or restore the secret first");
  }
}

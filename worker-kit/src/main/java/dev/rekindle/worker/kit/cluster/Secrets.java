package dev.rekindle.worker.kit.cluster;

import dev.rekindle.contract.stage.Credentials;
import dev.rekindle.contract.stage.SecretRef;

/** Values of secrets, read at use and never kept. */
public interface Secrets {

  /** The value as UTF-8 text; CREDENTIALS_MISSING names the Secret or key that is not there. */
  String value(String namespace, SecretRef ref);

  /** How to log in; CREDENTIALS_MISSING when the Secret, key, user or password is not there. */
  Login login(String namespace, Credentials credentials);
}

package dev.rekindle.contract.stage;

/**
 * Where a secret value is; never the value. Resolved by the worker, at use, in the application's
 * namespace.
 *
 * @param secret name of the Secret
 * @param key key within its data
 */
public record SecretRef(String secret, String key) {

  @Override
  public String toString() {
    return secret + "/" + key;
  }
}

package dev.rekindle.contract.stage;

import org.jspecify.annotations.Nullable;

/**
 * How to log in. Either a connection URL, whose user information is used ({@code
 * mysql2://root:...@system-mysql/system}), or a user name and a password.
 *
 * @param url secret that holds a connection URL
 * @param username a plain user name, not secret
 * @param password secret that holds the password
 */
public record Credentials(
    @Nullable SecretRef url, @Nullable String username, @Nullable SecretRef password) {

  public Credentials {
    if (url == null && password == null) {
      throw new IllegalArgumentException("Credentials need a url or a password reference");
    }
    if (url != null && (username != null || password != null)) {
      throw new IllegalArgumentException(
          "Credentials take a url, or a username and password, not both");
    }
  }
}

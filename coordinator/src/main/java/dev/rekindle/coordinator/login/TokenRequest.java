package dev.rekindle.coordinator.login;

import dev.rekindle.contract.access.TokenText;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A service token to be looked at. */
final class TokenRequest extends BaseAuthenticationRequest {

  private final TokenText token;

  TokenRequest(TokenText token) {
    this.token = token;
  }

  TokenText token() {
    return token;
  }
}

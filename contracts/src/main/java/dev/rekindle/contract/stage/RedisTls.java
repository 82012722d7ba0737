package dev.rekindle.contract.stage;

import org.jspecify.annotations.Nullable;

/**
 * A Redis server is spoken to through TLS, and its certificate is always verified.
 *
 * @param ca secret with the certificates (PEM) of the authority that signed it; null for those the
 *     worker's platform trusts
 * @param serverName the name its certificate must carry; null for that of the endpoint
 */
public record RedisTls(@Nullable SecretRef ca, @Nullable String serverName) {}

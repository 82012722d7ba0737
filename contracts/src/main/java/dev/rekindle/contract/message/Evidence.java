package dev.rekindle.contract.message;

/**
 * One thing a stage proved about its result, such as a row count or a digest.
 *
 * @param name what was measured, such as {@code rows system.accounts}
 * @param value what was found
 */
public record Evidence(String name, String value) {}

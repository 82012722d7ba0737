package dev.rekindle.coordinator.order;

/** A file of the catalogue cannot be read; the message says which, why, and what to do. */
public final class CatalogUnreadable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CatalogUnreadable(String message, Throwable cause) {
    super(message, cause);
  }
}

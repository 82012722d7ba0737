package dev.rekindle.coordinator.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tokens of machines. */
public interface ServiceTokens {

  /**
   * One token, without its secret.
   *
   * @param name who it is in the journal, as {@code token:NAME}; never given twice
   * @param usedAt when it was last used, to the hour; null when never
   */
  record Kept(
      String id,
      String name,
      String hash,
      List<Grant> grants,
      Instant createdAt,
      String createdBy,
      Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable String revokedBy,
      @Nullable Instant usedAt) {

    /** What the names of tokens begin with in the journal. */
    static final String PREFIX = "token:";

    public Kept {
      grants = List.copyOf(grants);
    }

    /** Whether it opens anything. */
    public boolean valid(Instant now) {
      return revokedAt == null && now.isBefore(expiresAt);
    }

    /** Who comes with it. */
    public Caller caller() {
      return new Caller(PREFIX + name, grants);
    }
  }

  /** Keeps a new one; false when the name was given before. */
  boolean add(Kept token);

  /** By its id, valid or not. */
  Optional<Kept> find(String id);

  /** All there ever were, the newest first. */
  List<Kept> all();

  /** Ends one; false when there is none that is not revoked yet. */
  boolean revoke(String id, String by, Instant at);

  /** Notes a use; cheap to call each time. */
  void used(String id, Instant at);
}

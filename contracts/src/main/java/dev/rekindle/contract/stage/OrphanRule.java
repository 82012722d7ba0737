package dev.rekindle.contract.stage;

import org.jspecify.annotations.Nullable;

/**
 * How the identity of a thing is read from a key. In the templates {@code <name>} stands for a part
 * of an identifier, without a slash, and {@code *} for anything.
 *
 * @param known name within the input
 * @param key template of the keys
 * @param member template of the members of a set: those are looked at, not the set; null for none
 * @param value template of a text: the key is judged by its value too; null for none
 * @param identity how the parts make an identity, such as {@code <service>/<application>}
 */
public record OrphanRule(
    String known, String key, @Nullable String member, @Nullable String value, String identity) {
  public OrphanRule {
    if (member != null && value != null) {
      throw new IllegalArgumentException("An orphan rule takes a member or a value, not both");
    }
  }
}

package dev.rekindle.contract.stage;

import java.util.List;

/**
 * How one object comes back.
 *
 * @param artifact the object in the backup set
 * @param keys keys of its data whose value comes from the backup because it is coupled to the data
 *     (tokens, SECRET_KEY_BASE); all other keys of an existing object stay as they are, because
 *     they are coupled to the target (URLs, passwords)
 */
public record ObjectRestore(String artifact, ObjectRef object, List<String> keys) {
  public ObjectRestore {
    keys = List.copyOf(keys);
  }
}

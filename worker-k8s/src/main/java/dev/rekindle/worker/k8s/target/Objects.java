package dev.rekindle.worker.k8s.target;

import dev.rekindle.contract.right.Right;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.worker.k8s.plan.DataObject;
import java.util.Map;
import java.util.Optional;

/** Secrets and ConfigMaps of the application's namespace. */
public interface Objects {

  /** The object as it is; empty when it does not exist. */
  Optional<DataObject> find(ObjectRef ref);

  /** Creates it; false when one of that name exists, which stays as it is. */
  boolean create(DataObject object);

  /**
   * Sets keys of its data, as long as it is the version that was seen, and writes this attempt's
   * fence token. CONFLICT (retryable) when somebody changed it meanwhile; {@code AttemptEnded}
   * superseded when a higher token is there.
   */
  void setKeys(DataObject seen, Map<String, String> data);

  /** Deletes it; nothing happens when it is gone. */
  void delete(ObjectRef ref);

  /** Whether this worker may do something, as the cluster answers it. */
  boolean allowed(Right right);
}

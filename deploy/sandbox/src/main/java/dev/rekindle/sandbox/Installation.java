package dev.rekindle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.fingerprint.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A running application of the sandbox, as backup, disaster and comparison see it. */
public interface Installation extends AutoCloseable {

  /** Access to its stores; the pods behind them may change at any time. */
  Stores stores();

  /**
   * Does something while the application's own writers stand still, so that a backup is of one
   * moment.
   */
  <T> T still(Callable<T> work) throws Exception;

  /** The folder behind a claim. */
  Path claim(String name);

  /** A Kubernetes object of its namespace, as the API answers it. */
  Optional<ObjectNode> object(String kind, String name);

  /** Replaces an object, past all preconditions. */
  void replace(String kind, ObjectNode object);

  /** Ends a workload's pods at once; their controller makes new ones. */
  void deletePods(String deployment);

  /**
   * The command that dumps the system database to its standard output, as the documentation has it;
   * the password is in the environment.
   *
   * @param routines whether procedures come along, which the documented command leaves out
   */
  ProcessBuilder systemDump(boolean routines);

  /** The command that dumps zync's database to its standard output. */
  ProcessBuilder zyncDump();

  /** Names of the Secrets that a backup takes. */
  List<String> secrets();

  /** Names of the ConfigMaps that a backup takes. */
  List<String> configMaps();

  @Override
  void close();
}

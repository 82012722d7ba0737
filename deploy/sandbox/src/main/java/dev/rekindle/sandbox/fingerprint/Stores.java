package dev.rekindle.sandbox.fingerprint;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import redis.clients.jedis.Jedis;

/** Access to the stores of one installation, for whoever looks at all of them. */
public interface Stores {

  /** A connection to the system database, as its administrator. */
  Connection systemDatabase() throws SQLException;

  /** A connection to zync's database. */
  Connection zyncDatabase() throws SQLException;

  /** A client of backend's Redis. */
  Jedis backendRedis();

  /** A client of system's Redis. */
  Jedis systemRedis();

  /** The folder of the claim {@code system-storage}. */
  Path storage();

  /**
   * What the cluster says: replica counts, fields of the custom resource, routes, and digests of
   * the values of Secrets and ConfigMaps, by a name for each.
   */
  SortedMap<String, String> objects();
}

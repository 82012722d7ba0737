package dev.rekindle.contract.stage;

/** A relational database that is restored, saved or asked. */
public record DatabaseTarget(
    Engine engine, Endpoint endpoint, String database, Credentials credentials) {

  /** The server's family. */
  public enum Engine {
    /** MySQL and MariaDB. */
    MYSQL,
    POSTGRESQL
  }
}

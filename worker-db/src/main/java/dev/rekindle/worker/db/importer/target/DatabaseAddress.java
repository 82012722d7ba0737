package dev.rekindle.worker.db.importer.target;

/** Where a database is and how to log in. {@code toString} shows no password. */
public record DatabaseAddress(
    String host, int port, String database, String username, String password) {

  /** The same login for another database. */
  public DatabaseAddress named(String other) {
    return new DatabaseAddress(host, port, other, username, password);
  }

  @Override
  public String toString() {
    return username + "@" + host + ":" + port + "/" + database;
  }
}

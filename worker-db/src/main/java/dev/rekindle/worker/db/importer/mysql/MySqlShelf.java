package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.importer.target.Shelf;
import java.sql.SQLException;
import java.util.List;

/** The databases of a MySQL or MariaDB server. */
final class MySqlShelf implements Shelf {

  private final Session session;

  MySqlShelf(Session session) {
    this.session = session;
  }

  @Override
  public boolean exists(String name) throws SQLException {
    return new MySqlDatabase(session, name).exists();
  }

  @Override
  public void create(String name, String like) throws SQLException {
    String options = exists(like) ? new MySqlDatabase(session, like).options() : "";
    session.run("CREATE DATABASE IF NOT EXISTS " + MySqlDialect.quote(name) + options);
  }

  @Override
  public void drop(String name) throws SQLException {
    session.run("DROP DATABASE IF EXISTS " + MySqlDialect.quote(name));
  }

  @Override
  public List<String> visitors(String name) throws SQLException {
    return new MySqlDatabase(session, name).visitors();
  }

  /** Rights on databases that do not exist are seen only where they are used. */
  @Override
  public List<String> missingRights(String live) {
    return List.of();
  }

  @Override
  public void exchange(String live, String incoming, String outgoing, Steps steps)
      throws SQLException {
    new MySqlExchange(session, live, incoming, outgoing, steps).run();
  }
}

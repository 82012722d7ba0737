package dev.rekindle.worker.db.importer.postgres;

import dev.rekindle.worker.db.importer.target.Database;
import dev.rekindle.worker.db.importer.target.Session;
import java.sql.SQLException;

/** The large objects of a database that this user may read and remove. */
final class PostgresLargeObjects {

  private static final String OURS =
      "FROM pg_catalog.pg_largeobject_metadata WHERE pg_has_role(lomowner, 'USAGE')";

  private PostgresLargeObjects() {}

  static long count(Session session) throws SQLException {
    return session.number("SELECT count(*) " + OURS);
  }

  static void drop(Session session) throws SQLException {
    session.text("SELECT count(pg_catalog.lo_unlink(oid)) " + OURS);
  }

  /** A sum over digests of slices; the catalogue with the bytes is for superusers only. */
  static Database.Checksum checksum(Session session) throws SQLException {
    return new Database.Checksum(
        "large objects "
            + session.text(
                "WITH RECURSIVE slice (object, place, bytes) AS (SELECT oid, 0::bigint,"
                    + " pg_catalog.lo_get(oid, 0, 1048576) "
                    + OURS
                    + " UNION ALL SELECT object, place + 1048576,"
                    + " pg_catalog.lo_get(object, place + 1048576, 1048576)"
                    + " FROM slice WHERE length(bytes) = 1048576)"
                    + " SELECT count(DISTINCT object) || ' ' || sum(('x' || substr(md5(object || '/'"
                    + " || place || '/' || md5(bytes)), 1, 15))::bit(60)::bigint) FROM slice"),
        0);
  }
}

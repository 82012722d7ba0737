package dev.rekindle.worker.db.importer.postgres;

import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.importer.target.Shelf;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The databases of a PostgreSQL server, from its maintenance database. A rename is transactional.
 */
final class PostgresShelf implements Shelf {

  private final Session session;

  PostgresShelf(Session session) {
    this.session = session;
  }

  private static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public boolean exists(String name) throws SQLException {
    return session.number("SELECT count(*) FROM pg_database WHERE datname = ?", name) == 1;
  }

  /** With encoding, locale, settings and rights of the other one. */
  @Override
  public void create(String name, String like) throws SQLException {
    String options =
        session.text(
            "SELECT ' TEMPLATE template0 ENCODING ' || quote_literal(pg_encoding_to_char(encoding))"
                + " || ' LC_COLLATE ' || quote_literal(datcollate)"
                + " || ' LC_CTYPE ' || quote_literal(datctype)"
                + " || CASE to_jsonb(d) ->> 'datlocprovider'"
                + " WHEN 'i' THEN ' LOCALE_PROVIDER icu ICU_LOCALE '"
                + " WHEN 'b' THEN ' LOCALE_PROVIDER builtin BUILTIN_LOCALE ' ELSE '' END"
                + " || CASE WHEN to_jsonb(d) ->> 'datlocprovider' IN ('i', 'b') THEN"
                + " quote_literal(coalesce(to_jsonb(d) ->> 'datlocale',"
                + " to_jsonb(d) ->> 'daticulocale')) ELSE '' END"
                + " FROM pg_database d WHERE datname = ?",
            like);
    session.run("CREATE DATABASE " + quote(name) + (options == null ? "" : options));
    for (String setting :
        session.column(
            "SELECT quote_ident(split_part(s, '=', 1)) || ' = ' || CASE"
                + " WHEN split_part(s, '=', 1) IN ('search_path', 'DateStyle')"
                + " THEN substr(s, strpos(s, '=') + 1)"
                + " ELSE quote_literal(substr(s, strpos(s, '=') + 1)) END"
                + " FROM pg_db_role_setting r JOIN pg_database d ON d.oid = r.setdatabase,"
                + " unnest(r.setconfig) AS s WHERE r.setrole = 0 AND d.datname = ?",
            like)) {
      session.run("ALTER DATABASE " + quote(name) + " SET " + setting);
    }
    grants(name, like);
  }

  private void grants(String name, String like) throws SQLException {
    if (session.number(
            "SELECT count(*) FROM pg_database WHERE datname = ? AND datacl IS NOT NULL", like)
        == 0) {
      return;
    }
    session.run("REVOKE ALL ON DATABASE " + quote(name) + " FROM PUBLIC");
    for (List<@Nullable String> right :
        session.table(
            "SELECT a.privilege_type, CASE a.grantee WHEN 0 THEN 'PUBLIC'"
                + " ELSE quote_ident(pg_get_userbyid(a.grantee)) END"
                + " FROM pg_database d, aclexplode(d.datacl) a WHERE d.datname = ?",
            like)) {
      session.run("GRANT " + right.get(0) + " ON DATABASE " + quote(name) + " TO " + right.get(1));
    }
  }

  @Override
  public void drop(String name) throws SQLException {
    session.run("DROP DATABASE IF EXISTS " + quote(name));
  }

  @Override
  public List<String> visitors(String name) throws SQLException {
    return session.column(
        "SELECT coalesce(usename, '?') || '@' || coalesce(host(client_addr), 'local') ||"
            + " ' (' || application_name || ', pid ' || pid || ')' FROM pg_stat_activity"
            + " WHERE datname = ? AND coalesce(usename, '') <> '' ORDER BY pid LIMIT 10",
        name);
  }

  @Override
  public List<String> missingRights(String live) throws SQLException {
    List<String> missing = new ArrayList<>();
    if (!session.truth(
        "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")) {
      missing.add("CREATEDB, which it takes to make and to rename databases");
    }
    if (session.number(
            "SELECT count(*) FROM pg_database WHERE datname = ? AND NOT pg_has_role(datdba, 'USAGE')",
            live)
        == 1) {
      missing.add("to own database " + live + ", which only its owner may rename");
    }
    if (!session.truth(
        "SELECT has_database_privilege(current_database(), 'CREATE')"
            + " OR EXISTS (SELECT FROM pg_namespace WHERE nspname = 'rekindle')")) {
      missing.add(
          "CREATE on database " + PostgresDialect.MAINTENANCE + ", where the fence of a swap lies");
    }
    return missing;
  }

  /** One transaction, ledger row included. */
  @Override
  public void exchange(String live, String incoming, String outgoing, Steps steps)
      throws SQLException {
    steps.ended(() -> {
      if (exists(live)) {
        session.run("ALTER DATABASE " + quote(live) + " RENAME TO " + quote(outgoing));
      }
      session.run("ALTER DATABASE " + quote(incoming) + " RENAME TO " + quote(live));
    });
  }
}

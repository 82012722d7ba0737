package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.worker.db.importer.target.Programs;
import dev.rekindle.worker.db.importer.target.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What MySQL or MariaDB asks of a user that makes triggers, routines, events and views. */
final class MySqlPrograms {

  /**
   * Any of them lets a user name another definer: SUPER everywhere, SET_USER_ID in MySQL 8.0,
   * SET_ANY_DEFINER since 8.2, SET USER in MariaDB since 10.5.
   */
  private static final Pattern MAY_SET_DEFINER =
      Pattern.compile(
          "(?s).*\\b(ALL PRIVILEGES|SUPER|SET_USER_ID|SET_ANY_DEFINER|SET USER)\\b[^\\]]* ON \\*\\.\\* .*");

  private static final Pattern IS_SUPER =
      Pattern.compile("(?s).*\\b(ALL PRIVILEGES|SUPER)\\b[^\\]]* ON \\*\\.\\* .*");

  private final Session session;

  MySqlPrograms(Session session) {
    this.session = session;
  }

  Programs.Obstacles obstacles(Programs programs) throws SQLException {
    String grants = String.valueOf(session.table("SHOW GRANTS"));
    Set<String> others = new TreeSet<>(programs.definers());
    others.remove(String.valueOf(session.text("SELECT CURRENT_USER()")));
    List<String> missing = new ArrayList<>();
    if (!others.isEmpty() && !MAY_SET_DEFINER.matcher(grants).matches()) {
      missing.add(
          "Views, triggers or routines of the dump run as "
              + String.join(", ", others)
              + ", and this user may not make any that run as somebody else (SUPER, SET_USER_ID,"
              + " SET_ANY_DEFINER or SET USER)");
    }
    if (needsTrust(programs.kinds()) && !IS_SUPER.matcher(grants).matches() && !isTrusted()) {
      missing.add(
          "The server keeps a binary log and lets only SUPER make triggers and functions"
              + " (log_bin_trust_function_creators = 0)");
    }
    return new Programs.Obstacles(missing, unknown(others));
  }

  private static boolean needsTrust(Set<String> kinds) {
    return kinds.contains("TRIGGER") || kinds.contains("FUNCTION");
  }

  private boolean isTrusted() throws SQLException {
    return session.truth("SELECT NOT @@GLOBAL.log_bin OR @@GLOBAL.log_bin_trust_function_creators");
  }

  /** Nobody is called unknown when this user may not see accounts. */
  private List<String> unknown(Set<String> accounts) throws SQLException {
    try {
      List<String> known = session.column("SELECT CONCAT(user, '@', host) FROM mysql.user");
      return accounts.stream().filter(account -> !known.contains(account)).toList();
    } catch (SQLException e) {
      return List.of();
    }
  }
}

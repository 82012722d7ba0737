package dev.rekindle.sandbox.threescale;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What porta answers when zync asks which hosts a record has: {@code host target} lines, or 404.
 */
final class Hosts {

  private Hosts() {}

  static Web.Reply answer(Surroundings around, String query) throws SQLException {
    Map<String, String> parameters =
        Stream.of(query.split("&", -1))
            .map(part -> part.split("=", 2))
            .filter(part -> part.length == 2)
            .collect(Collectors.toMap(part -> part[0], part -> part[1]));
    long id = Long.parseLong(parameters.getOrDefault("id", "0"));
    boolean account = parameters.getOrDefault("type", "").equals("Provider");
    List<String> lines = new ArrayList<>();
    try (Connection system = around.stores().systemDatabase();
        PreparedStatement statement =
            system.prepareStatement(
                account
                    ? "SELECT domain, self_domain, master FROM accounts WHERE id = ?"
                    : "SELECT p.endpoint, p.sandbox_endpoint, 0 FROM proxies p JOIN services s ON"
                        + " s.id = p.service_id WHERE p.id = ? AND deployment_option = 'hosted'")) {
      statement.setLong(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          boolean master = rows.getBoolean(3);
          String one =
              account ? (master ? "system-master" : "system-developer") : "apicast-production";
          String two = account ? (master ? "system-master" : "system-provider") : "apicast-staging";
          lines.add(host(rows.getString(1)) + " " + one);
          lines.add(host(rows.getString(2)) + " " + two);
        }
      }
    }
    return lines.isEmpty()
        ? new Web.Reply(404, "")
        : Web.Reply.ok(lines.stream().distinct().collect(Collectors.joining("\n")));
  }

  private static String host(String value) {
    return value.contains("://") ? URI.create(value).getHost() : value;
  }
}

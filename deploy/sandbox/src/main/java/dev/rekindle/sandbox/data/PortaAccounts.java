package dev.rekindle.sandbox.data;

import dev.rekindle.sandbox.data.Population.Tenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Accounts, users, their tokens and preferences. */
final class PortaAccounts {

  private static final String ACCOUNT =
      "id,org_name,org_legaladdress,created_at,updated_at,provider,master,domain,self_domain,"
          + "provider_account_id,state,extra_fields,tenant_id";

  private static final String USER =
      "id,username,email,password_digest,role,state,account_id,first_name,extra_fields,"
          + "notifications_cache,created_at,updated_at,tenant_id";

  private final Texts texts;
  private final LocalDateTime then;

  private PortaAccounts(Population population, Texts texts) {
    this.texts = texts;
    this.then =
        LocalDateTime.ofInstant(population.base(), ZoneOffset.UTC).minusDays(90).withNano(0);
  }

  static void write(Connection connection, Population population, Texts texts) throws SQLException {
    PortaAccounts writer = new PortaAccounts(population, texts);
    writer.accounts(connection, population);
    writer.masterToken(connection);
    writer.users(connection, population);
    SqlScript.run(
        connection,
        List.of(
            "INSERT INTO schema_migrations VALUES ('20170101000000'), ('20230927012615'), ('"
                + PortaDatabase.SCHEMA_VERSION
                + "')",
            "INSERT INTO ar_internal_metadata VALUES ('environment', 'production', '2024-03-02', "
                + "'2024-03-02')"));
  }

  private void accounts(Connection connection, Population population) throws SQLException {
    try (Batch batch = new Batch(connection, "accounts", ACCOUNT)) {
      String host = "master." + PopulationGenerator.SUPERDOMAIN;
      batch
          .row(population.master(), "Master Company", null, then, then)
          .row(true, true, host, host, population.master(), "approved")
          .row(null, null)
          .end();
      for (Tenant provider : population.providers()) {
        batch
            .row(provider.id(), provider.name(), texts.odd(30), then, then)
            .row(true, null, provider.domain(), provider.selfDomain())
            .row(population.master(), "approved")
            .row("{\"note\":\"" + provider.name() + "\"}", provider.id())
            .end();
        for (long buyer : provider.buyers()) {
          batch
              .row(buyer, texts.odd(20), texts.odd(60), then, then, false, null)
              .row(null, null, provider.id(), "approved", texts.odd(40))
              .row(provider.id())
              .end();
        }
      }
    }
  }

  private void users(Connection connection, Population population) throws SQLException {
    long id = 1;
    try (Batch users = new Batch(connection, "users", USER)) {
      users.row(id, "master", "master@example.com", texts.hex(60), "admin", "active");
      users.row(population.master(), "Master", null, null, then, then, null).end();
      for (Tenant provider : population.providers()) {
        id++;
        // One in three keeps an empty tenant: a trigger that fires during an import would fill it.
        Long tenant = id % 3 == 0 ? null : (Long) provider.id();
        users.row(id, "admin", "admin@" + provider.domain(), texts.hex(60), "admin", "active");
        users.row(provider.id(), texts.odd(10), texts.odd(50), texts.bytes(200));
        users.row(then, then, tenant).end();
        rights(connection, id, provider);
        for (long buyer : provider.buyers()) {
          id++;
          users.row(id, "dev" + buyer, texts.hex(6) + "@example.org", texts.hex(60), "admin");
          users.row("active", buyer, texts.odd(12), null, null, then, then, provider.id()).end();
        }
      }
    }
  }

  private void rights(Connection connection, long user, Tenant provider) throws SQLException {
    String columns = "owner_id,scopes,value,name,permission,tenant_id";
    try (Batch tokens = new Batch(connection, "access_tokens", columns)) {
      String scopes = "---\n- account_management\n- stats\n";
      tokens.row(user, scopes, provider.accessToken(), "Administration", "rw", provider.id()).end();
    }
    try (Batch preferences =
        new Batch(connection, "notification_preferences", "user_id,preferences,tenant_id")) {
      preferences.add(user, texts.bytes(700), provider.id());
    }
    columns = "user_id,admin_section,service_ids,tenant_id";
    try (Batch members = new Batch(connection, "member_permissions", columns)) {
      members.add(user, "services", texts.bytes(64), provider.id());
    }
  }

  private void masterToken(Connection connection) throws SQLException {
    String columns = "owner_id,scopes,value,name,permission,tenant_id";
    try (Batch tokens = new Batch(connection, "access_tokens", columns)) {
      String scopes = "---\n- account_management\n";
      tokens.add(1L, scopes, texts.hex(64), "Master Token", "rw", null);
    }
  }
}

package dev.rekindle.sandbox.data;

import dev.rekindle.sandbox.data.Population.Service;
import dev.rekindle.sandbox.data.Population.Tenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** zync's database: its schema, and its content written from a population. */
public final class ZyncDatabase {

  private final Connection connection;
  private final Texts texts;
  private final LocalDateTime then;
  private long model;

  private ZyncDatabase(Connection connection, Population population, Texts texts) {
    this.connection = connection;
    this.texts = texts;
    this.then =
        LocalDateTime.ofInstant(population.base(), ZoneOffset.UTC).minusDays(20).withNano(0);
  }

  /** Creates the schema when it is not there, as zync does at every start. */
  public static boolean createSchemaIfMissing(Connection connection) throws SQLException {
    if (hasSchema(connection)) {
      return false;
    }
    SqlScript.run(connection, SqlScript.statements("zync-structure.sql"));
    return true;
  }

  static boolean hasSchema(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT to_regclass('public.tenants') IS NOT NULL")) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  /** Schema and content of a population. */
  public static void fill(Connection connection, Population population, long seed)
      throws SQLException {
    connection.setAutoCommit(false);
    createSchemaIfMissing(connection);
    ZyncDatabase writer = new ZyncDatabase(connection, population, new Texts(seed + 4));
    for (Tenant provider : population.providers()) {
      writer.provider(provider);
    }
    writer.jobs();
    try (Statement statement = connection.createStatement()) {
      for (String table : new String[] {"tenants", "services", "proxies", "models", "entries"}) {
        statement.execute(
            "SELECT setval('%1$s_id_seq', (SELECT max(id) + 100 FROM %1$s))".formatted(table));
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void provider(Tenant provider) throws SQLException {
    try (Batch tenants =
        new Batch(connection, "tenants", "id,endpoint,access_token,created_at,updated_at")) {
      tenants.add(
          provider.id(), "https://" + provider.selfDomain(), provider.accessToken(), then, then);
    }
    try (Batch providers =
        new Batch(connection, "providers", "id,tenant_id,created_at,updated_at")) {
      providers.add(provider.id(), provider.id(), then, then);
    }
    entry(provider.id(), "Provider", provider.id(), "{\"domain\":\"" + provider.domain() + "\"}");
    for (Service service : provider.services()) {
      service(provider, service);
    }
  }

  private void service(Tenant provider, Service service) throws SQLException {
    try (Batch services = new Batch(connection, "services", "id,tenant_id,created_at,updated_at")) {
      services.add(service.id(), provider.id(), then, then);
    }
    try (Batch proxies =
            new Batch(connection, "proxies", "id,tenant_id,service_id,created_at,updated_at");
        Batch metrics =
            new Batch(connection, "metrics", "id,service_id,tenant_id,created_at,updated_at");
        Batch apps =
            new Batch(
                connection, "applications", "id,service_id,tenant_id,created_at,updated_at")) {
      proxies.add(service.id(), provider.id(), service.id(), then, then);
      for (var metric : service.metrics()) {
        metrics.add(metric.id(), service.id(), provider.id(), then, then);
      }
      for (var app : service.apps()) {
        apps.add(app.id(), service.id(), provider.id(), then, then);
      }
    }
    entry(
        provider.id(),
        "Proxy",
        service.id(),
        "{\"id\":"
            + service.id()
            + ",\"endpoint\":\""
            + service.endpoint(false, PopulationGenerator.SUPERDOMAIN)
            + "\",\"note\":\"🔥 \\\\N\"}");
  }

  private void entry(long tenant, String type, long record, String data) throws SQLException {
    model++;
    try (Batch models =
        new Batch(
            connection, "models", "id,tenant_id,record_type,record_id,created_at,updated_at")) {
      models.add(model, tenant, type, record, then, then);
    }
    try (Batch entries =
            new Batch(
                connection, "entries", "id,data::jsonb,tenant_id,model_id,created_at,updated_at");
        Batch integrations =
            new Batch(
                connection,
                "integrations",
                "configuration::jsonb,type,tenant_id,model_id,state::integration_state,created_at,"
                    + "updated_at");
        Batch notifications =
            new Batch(
                connection,
                "notifications",
                "model_id,data::jsonb,tenant_id,created_at,updated_at");
        Batch bus = new Batch(connection, "message_bus", "channel,value,added_at")) {
      entries.add(model, data, tenant, model, then, then);
      integrations.add(
          null,
          "Integration::Kubernetes",
          tenant,
          model,
          model % 9 == 0 ? "disabled" : "active",
          then,
          then);
      notifications.add(model, data, tenant, then, then);
      bus.add("/integration/" + model, texts.wild(200).replace("\u0001", ""), then);
    }
  }

  private void jobs() throws SQLException {
    try (Batch jobs =
            new Batch(
                connection,
                "que_jobs",
                "job_class,args::jsonb,data::jsonb,job_schema_version,run_at::timestamptz,"
                    + "finished_at::timestamptz");
        Batch lockers =
            new Batch(
                connection,
                "que_lockers",
                "pid,worker_count,worker_priorities::integer[],ruby_pid,ruby_hostname,"
                    + "queues::text[],listening")) {
      for (int i = 0; i < 40; i++) {
        String time = "2026-10-01 10:00:%02d.123456+00".formatted(i);
        jobs.add(
            "ActiveJob::QueueAdapters::QueAdapter::JobWrapper",
            "[{\"job_class\":\"ProcessEntryJob\",\"job_id\":\"" + texts.hex(12) + "\"}]",
            "{}",
            2,
            time,
            i < 36 ? time : null);
      }
      lockers.add(4711, 6, "{10,30,50,NULL,NULL,NULL}", 17, "zync-que-old", "{default}", true);
    }
  }
}

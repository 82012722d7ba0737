package dev.rekindle.sandbox.data;

import dev.rekindle.sandbox.data.Population.Tenant;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** What grows with time: invoices, events, alerts, sessions, audits. */
final class PortaHistory {

  /** Highest identifier of backend's events that system has stored. */
  static final long LAST_BACKEND_EVENT = 5_000;

  /** Highest alert identifier that system has stored. */
  static final long LAST_ALERT = 900;

  private final Connection connection;
  private final Population population;
  private final Texts texts;
  private final LocalDateTime then;

  private PortaHistory(Connection connection, Population population, Texts texts) {
    this.connection = connection;
    this.population = population;
    this.texts = texts;
    this.then =
        LocalDateTime.ofInstant(population.base(), ZoneOffset.UTC).minusDays(30).withNano(0);
  }

  static void write(Connection connection, Population population, Texts texts, int size)
      throws SQLException {
    PortaHistory writer = new PortaHistory(connection, population, texts);
    writer.invoices();
    writer.events(2_000 * size);
    writer.backendEvents();
    writer.sessions(400 * size);
  }

  private void invoices() throws SQLException {
    long id = 0;
    try (Batch invoices =
            new Batch(
                connection,
                "invoices",
                "id,provider_account_id,buyer_account_id,friendly_id,period,state,vat_rate,"
                    + "pdf_file_name,created_at,updated_at,tenant_id");
        Batch items =
            new Batch(
                connection,
                "line_items",
                "invoice_id,name,cost,quantity,ratio,created_at,updated_at,tenant_id")) {
      for (Tenant provider : population.providers()) {
        for (long buyer : provider.buyers()) {
          id++;
          invoices
              .row(id, provider.id(), buyer, "2026-10-%08d".formatted(id))
              .row(LocalDate.of(2026, 10, 1), "paid", new BigDecimal("21.00"))
              .row("invoice-" + id + ".pdf", then, then, provider.id())
              .end();
          items
              .row(id, texts.odd(25), new BigDecimal("-0.0001"), 3, 1.0 / 3.0)
              .row(then, then, provider.id())
              .end();
          items.add(id, texts.odd(25), new BigDecimal("1234567.8901"), 1, 1e-300, then, then, null);
        }
      }
    }
  }

  private void events(int count) throws SQLException {
    try (Batch events =
        new Batch(
            connection,
            "event_store_events",
            "stream,event_type,event_id,metadata,data,created_at,provider_id,tenant_id")) {
      for (int i = 0; i < count; i++) {
        Tenant provider = population.providers().get(i % population.providers().size());
        events
            .row("all", "Applications::ApplicationCreatedEvent")
            .row(texts.hex(32), "---\n:provider_id: " + provider.id() + "\n")
            .row(texts.wild(350), then.plusSeconds(i).plusNanos(i * 1_000L))
            .row(provider.id(), i % 7 == 0 ? null : (Long) provider.id())
            .end();
      }
    }
  }

  private void backendEvents() throws SQLException {
    try (Batch events = new Batch(connection, "backend_events", "id,data,created_at,updated_at");
        Batch alerts =
            new Batch(
                connection,
                "alerts",
                "account_id,cinstance_id,alert_id,level,message,state,timestamp,utilization,"
                    + "tenant_id")) {
      for (long id = LAST_BACKEND_EVENT - 200; id <= LAST_BACKEND_EVENT; id++) {
        events.add(id, "{\"id\":" + id + ",\"type\":\"first_traffic\"}", then, then);
      }
      Tenant provider = population.providers().getFirst();
      long app = provider.services().getFirst().apps().getFirst().id();
      for (long id = LAST_ALERT - 60; id <= LAST_ALERT; id++) {
        alerts.add(
            provider.id(), app, id, 90, texts.odd(20), "unread", then, 0.1f * id, provider.id());
      }
    }
  }

  private void sessions(int count) throws SQLException {
    try (Batch sessions =
            new Batch(
                connection,
                "user_sessions",
                "user_id,`key`,ip,user_agent,accessed_at,created_at,updated_at");
        Batch audits =
            new Batch(
                connection,
                "audits",
                "auditable_id,auditable_type,action,audited_changes,version,created_at,kind,"
                    + "tenant_id")) {
      for (int i = 0; i < count; i++) {
        sessions.add(2L, texts.hex(40), "10.0.0." + i % 250, texts.odd(60), then, then, then);
        audits.add((long) i, "Service", "update", texts.odd(200), i % 9, then, "Service", null);
      }
    }
  }
}

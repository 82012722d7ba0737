package dev.rekindle.sandbox.data;

import dev.rekindle.sandbox.data.Population.Service;
import dev.rekindle.sandbox.data.Population.Tenant;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A few rows in each table that nothing else here cares about. */
final class PortaOthers {

  private static final int ROWS = 4;

  private final Population population;
  private final Texts texts;
  private final LocalDateTime then;

  private PortaOthers(Population population, Texts texts) {
    this.population = population;
    this.texts = texts;
    this.then =
        LocalDateTime.ofInstant(population.base(), ZoneOffset.UTC).minusDays(75).withNano(0);
  }

  static void write(Connection connection, Population population, Texts texts, int size)
      throws SQLException {
    PortaOthers writer = new PortaOthers(population, texts);
    for (PortaTable table : PortaTable.all()) {
      writer.fill(connection, table, (ROWS + texts.below(ROWS)) * size);
    }
  }

  private void fill(Connection connection, PortaTable table, int count) throws SQLException {
    String columns =
        table.columns().stream()
                .map(column -> "`" + column.name() + "`")
                .collect(Collectors.joining(","))
            + (table.join() ? "" : ",created_at,updated_at");
    try (Batch rows = new Batch(connection, table.name(), columns)) {
      for (int row = 0; row < count; row++) {
        Tenant tenant = population.providers().get(row % population.providers().size());
        for (PortaTable.Column column : table.columns()) {
          rows.row(value(column, tenant, row));
        }
        if (!table.join()) {
          rows.row(then.plusMinutes(row), then.plusMinutes(row));
        }
        rows.end();
      }
    }
  }

  private @Nullable Object value(PortaTable.Column column, Tenant tenant, int row) {
    if (column.name().equals("tenant_id")) {
      // One in three stays empty: a trigger that fires during an import would fill it.
      return row % 3 == 0 ? null : tenant.id();
    }
    boolean empty = texts.below(7) == 0;
    if (empty && !column.required() && !column.name().endsWith("_id")) {
      return null;
    }
    return switch (column.type()) {
      case 'b' -> number(column.name(), tenant);
      case 'i' -> texts.below(1_000) - 100;
      case 'f' -> texts.below(2) == 1;
      case 'd' -> then.minusHours(texts.below(1_000));
      case 'y' -> LocalDate.of(2026, 1, 1).plusDays(texts.below(300));
      case 'n' -> BigDecimal.valueOf(texts.below(100_000) - 50_000L, 4);
      case 'x' -> texts.bytes(600);
      case 's' -> column.name().endsWith("_type") ? "Service" : texts.odd(12);
      case 't' -> texts.odd(120);
      default -> texts.odd(900);
    };
  }

  /** An identifier that exists where the column's name says to what it belongs. */
  private long number(String column, Tenant tenant) {
    Service service = tenant.services().getFirst();
    return switch (column) {
      case "account_id", "provider_id", "provider_account_id", "sender_id" -> tenant.id();
      case "buyer_id", "receiver_id" -> tenant.buyers().getFirst();
      case "service_id", "proxy_id", "featurable_id", "configurable_id", "sluggable_id" ->
          service.id();
      case "oidc_configurable_id" -> service.id();
      case "plan_id" -> service.plans().getFirst().id();
      case "metric_id" -> service.metrics().getFirst().id();
      case "application_id" -> service.apps().getFirst().id();
      default -> 1L + texts.below(ROWS);
    };
  }
}

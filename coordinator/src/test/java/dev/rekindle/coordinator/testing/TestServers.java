package dev.rekindle.coordinator.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** PostgreSQL, Kafka and a catalogue for the application under test. */
public final class TestServers implements QuarkusTestResourceLifecycleManager {

  private EmbeddedPostgres postgres;
  private TestBroker broker;
  private TestCatalog catalog;

  @Override
  public Map<String, String> start() {
    try {
      postgres = EmbeddedPostgres.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    broker = new TestBroker();
    catalog = new TestCatalog();
    return Map.of(
        "quarkus.datasource.jdbc.url", postgres.getJdbcUrl("postgres", "postgres"),
        "quarkus.datasource.username", "postgres",
        "quarkus.datasource.password", "postgres",
        "kafka.bootstrap.servers", broker.address(),
        "rekindle.coordinator.catalog.directory", catalog.catalog(),
        "rekindle.coordinator.artifact.stores.main.directory", catalog.store());
  }

  @Override
  public void stop() {
    try {
      if (broker != null) {
        broker.close();
      }
      if (postgres != null) {
        postgres.close();
      }
      if (catalog != null) {
        catalog.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

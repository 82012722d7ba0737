package dev.rekindle.sandbox.data;

import dev.rekindle.sandbox.data.Population.App;
import dev.rekindle.sandbox.data.Population.Metric;
import dev.rekindle.sandbox.data.Population.Plan;
import dev.rekindle.sandbox.data.Population.Service;
import dev.rekindle.sandbox.data.Population.Tenant;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Products with their metrics, plans, limits, applications, gateways and pages. */
final class PortaServices {

  private final Connection connection;
  private final Population population;
  private final Texts texts;
  private final LocalDateTime then;

  private PortaServices(Connection connection, Population population, Texts texts) {
    this.connection = connection;
    this.population = population;
    this.texts = texts;
    this.then =
        LocalDateTime.ofInstant(population.base(), ZoneOffset.UTC).minusDays(60).withNano(0);
  }

  static void write(Connection connection, Population population, Texts texts) throws SQLException {
    PortaServices writer = new PortaServices(connection, population, texts);
    writer.services();
    writer.metrics();
    writer.plans();
    writer.limits();
    writer.applications();
    writer.gateways();
    writer.pages();
  }

  private void services() throws SQLException {
    try (Batch services =
            new Batch(
                connection,
                "services",
                "id,account_id,name,description,system_name,backend_version,deployment_option,state,"
                    + "created_at,updated_at,tenant_id");
        Batch tokens =
            new Batch(
                connection, "service_tokens", "service_id,value,created_at,updated_at,tenant_id")) {
      for (Tenant provider : population.providers()) {
        for (Service service : provider.services()) {
          services
              .row(service.id(), provider.id(), texts.odd(14), texts.odd(120))
              .row(service.systemName(), service.backendVersion())
              .row(service.hosted() ? "hosted" : "self_managed", "incomplete")
              .row(then, then, provider.id())
              .end();
        }
      }
      for (Tenant provider : population.providers()) {
        for (Service service : provider.services()) {
          tokens.add(service.id(), service.token(), then, then, provider.id());
        }
      }
    }
  }

  private void metrics() throws SQLException {
    String columns =
        "id,system_name,unit,owner_id,owner_type,parent_id,friendly_name,created_at,updated_at,"
            + "tenant_id";
    try (Batch metrics = new Batch(connection, "metrics", columns)) {
      for (Service service : population.services()) {
        for (Metric metric : service.metrics()) {
          metrics.row(metric.id(), metric.systemName(), "hit", service.id(), "Service", null);
          metrics.row(texts.odd(10), then, then, null).end();
        }
      }
    }
  }

  private void plans() throws SQLException {
    String columns =
        "id,issuer_id,issuer_type,name,system_name,type,state,cost_per_month,description,"
            + "created_at,updated_at,tenant_id";
    try (Batch plans = new Batch(connection, "plans", columns)) {
      for (Service service : population.services()) {
        for (Plan plan : service.plans()) {
          plans.row(plan.id(), service.id(), "Service", plan.name(), "plan_" + plan.id());
          plans.row("ApplicationPlan", "published", new BigDecimal("12.34567890"));
          plans.row(texts.odd(80), then, then, null).end();
        }
      }
    }
  }

  private void limits() throws SQLException {
    String columns = "metric_id,plan_id,period,value,plan_type,tenant_id";
    try (Batch limits = new Batch(connection, "usage_limits", columns);
        Batch features = new Batch(connection, "features_plans", "feature_id,plan_id,plan_type")) {
      for (Service service : population.services()) {
        for (Plan plan : service.plans()) {
          for (Metric metric : service.metrics()) {
            limits.row(metric.id(), plan.id(), metric.id() % 2 == 0 ? "hour" : "month");
            limits.row(1_000L + texts.below(9_000), "ApplicationPlan", null).end();
          }
          // Equal rows in a table without a primary key: each of them counts.
          features.add(plan.id() % 5, plan.id(), "ApplicationPlan");
          features.add(plan.id() % 5, plan.id(), "ApplicationPlan");
        }
      }
    }
  }

  private void applications() throws SQLException {
    try (Batch apps =
            new Batch(
                connection,
                "cinstances",
                "id,plan_id,user_account_id,service_id,user_key,application_id,name,description,"
                    + "state,redirect_url,extra_fields,created_at,updated_at,tenant_id");
        Batch keys =
            new Batch(
                connection,
                "application_keys",
                "application_id,value,created_at,updated_at,tenant_id")) {
      for (Service service : population.services()) {
        for (App app : service.apps()) {
          apps.row(app.id(), app.plan().id(), app.buyer(), service.id())
              .row(app.userKey(), app.applicationId(), texts.odd(16))
              .row(texts.odd(90), app.state())
              .row(
                  app.id() % 4 == 0 ? "https://" + app.applicationId() + ".example.org/back" : null)
              .row(texts.odd(30), then, then, null)
              .end();
          for (String key : app.keys()) {
            keys.add(app.id(), key, then, then, null);
          }
        }
      }
    }
  }

  private void gateways() throws SQLException {
    try (Batch proxies =
            new Batch(
                connection,
                "proxies",
                "id,service_id,endpoint,sandbox_endpoint,policies_config,created_at,updated_at,"
                    + "tenant_id");
        Batch configs =
            new Batch(
                connection,
                "proxy_configs",
                "proxy_id,version,environment,content,hosts,created_at,updated_at,tenant_id")) {
      for (Service service : population.services()) {
        String host = PopulationGenerator.SUPERDOMAIN;
        proxies
            .row(service.id(), service.id(), service.endpoint(false, host))
            .row(service.endpoint(true, host))
            .row("[{\"name\":\"apicast\",\"configuration\":{}}]", then, then, null)
            .end();
      }
      for (Service service : population.services()) {
        for (int version = 1; version <= 3; version++) {
          configs
              .row(service.id(), version)
              .row(version == 3 ? "sandbox" : "production", texts.wild(1_500))
              .row("--- []\n", then, then, null)
              .end();
        }
      }
    }
  }

  private void pages() throws SQLException {
    try (Batch pages =
            new Batch(
                connection,
                "cms_templates",
                "provider_id,type,path,title,published,draft,created_at,updated_at,tenant_id");
        Batch policies =
            new Batch(
                connection, "policies", "name,version,`schema`,account_id,identifier,tenant_id");
        Batch payments =
            new Batch(
                connection,
                "payment_gateway_settings",
                "account_id,gateway_type,gateway_settings,tenant_id")) {
      for (Tenant provider : population.providers()) {
        for (int page = 0; page < 25; page++) {
          pages
              .row(provider.id(), "CMS::Page", "/page-" + page, texts.wild(20))
              .row(texts.wild(3_000), texts.wild(400), then, then)
              .row(provider.id())
              .end();
        }
        policies.add("odd", "0.1", texts.bytes(40_000), provider.id(), "odd-0.1", provider.id());
        payments.add(provider.id(), "stripe", texts.bytes(300), provider.id());
      }
    }
  }
}

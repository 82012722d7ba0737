package dev.rekindle.sandbox.data;

import dev.rekindle.sandbox.data.Population.App;
import dev.rekindle.sandbox.data.Population.Metric;
import dev.rekindle.sandbox.data.Population.Plan;
import dev.rekindle.sandbox.data.Population.Service;
import dev.rekindle.sandbox.data.Population.Tenant;
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
    writer.metricsAndPlans();
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
          services.add(
              service.id(),
              provider.id(),
              texts.odd(14),
              texts.odd(120),
              service.systemName(),
              service.backendVersion(),
              service.hosted() ? "hosted" : "self_managed",
              "incomplete",
              then,
              then,
              provider.id());
        }
      }
      for (Tenant provider : population.providers()) {
        for (Service service : provider.services()) {
          tokens.add(service.id(), service.token(), then, then, provider.id());
        }
      }
    }
  }

  private void metricsAndPlans() throws SQLException {
    try (Batch metrics =
            new Batch(
                connection,
                "metrics",
                "id,system_name,unit,owner_id,owner_type,parent_id,friendly_name,created_at,"
                    + "updated_at,tenant_id");
        Batch plans =
            new Batch(
                connection,
                "plans",
                "id,issuer_id,issuer_type,name,system_name,type,state,cost_per_month,description,"
                    + "created_at,updated_at,tenant_id");
        Batch limits =
            new Batch(
                connection, "usage_limits", "metric_id,plan_id,period,value,plan_type,tenant_id");
        Batch features = new Batch(connection, "features_plans", "feature_id,plan_id,plan_type")) {
      for (Service service : population.services()) {
        for (Metric metric : service.metrics()) {
          metrics.add(
              metric.id(),
              metric.systemName(),
              "hit",
              service.id(),
              "Service",
              null,
              texts.odd(10),
              then,
              then,
              null);
        }
        for (Plan plan : service.plans()) {
          plans.add(
              plan.id(),
              service.id(),
              "Service",
              plan.name(),
              "plan_" + plan.id(),
              "ApplicationPlan",
              "published",
              new java.math.BigDecimal("12.34567890"),
              texts.odd(80),
              then,
              then,
              null);
          for (Metric metric : service.metrics()) {
            limits.add(
                metric.id(),
                plan.id(),
                metric.id() % 2 == 0 ? "hour" : "month",
                1_000L + texts.below(9_000),
                "ApplicationPlan",
                null);
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
          apps.add(
              app.id(),
              app.plan().id(),
              app.buyer(),
              service.id(),
              app.userKey(),
              app.applicationId(),
              texts.odd(16),
              texts.odd(90),
              app.state(),
              app.id() % 4 == 0 ? "https://" + app.applicationId() + ".example.org/back" : null,
              texts.odd(30),
              then,
              then,
              null);
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
        proxies.add(
            service.id(),
            service.id(),
            service.endpoint(false, host),
            service.endpoint(true, host),
            "[{\"name\":\"apicast\",\"configuration\":{}}]",
            then,
            then,
            null);
      }
      for (Service service : population.services()) {
        for (int version = 1; version <= 3; version++) {
          configs.add(
              service.id(),
              version,
              version == 3 ? "sandbox" : "production",
              texts.wild(1_500),
              "--- []\n",
              then,
              then,
              null);
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
          pages.add(
              provider.id(),
              "CMS::Page",
              "/page-" + page,
              texts.wild(20),
              texts.wild(3_000),
              texts.wild(400),
              then,
              then,
              provider.id());
        }
        policies.add("odd", "0.1", texts.bytes(40_000), provider.id(), "odd-0.1", provider.id());
        payments.add(provider.id(), "stripe", texts.bytes(300), provider.id());
      }
    }
  }
}

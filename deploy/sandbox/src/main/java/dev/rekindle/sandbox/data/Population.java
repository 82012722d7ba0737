package dev.rekindle.sandbox.data;

import java.time.Instant;
import java.util.List;

/**
 * Who lives in the generated installation. All five stores are written from it, so what one store
 * names the others have.
 *
 * @param master identifier of the master account
 * @param base the moment the data pretends to have been written; expiries count from it
 */
public record Population(long master, Instant base, List<Tenant> providers) {

  public Population {
    providers = List.copyOf(providers);
  }

  /**
   * A tenant.
   *
   * @param domain host of the developer portal
   * @param selfDomain host of the admin portal
   */
  public record Tenant(
      long id,
      String name,
      String domain,
      String selfDomain,
      String accessToken,
      String providerKey,
      List<Long> buyers,
      List<Service> services) {
    public Tenant {
      buyers = List.copyOf(buyers);
      services = List.copyOf(services);
    }
  }

  /** A product. Only a hosted one has routes. */
  public record Service(
      long id,
      String systemName,
      String backendVersion,
      boolean hosted,
      String token,
      List<Metric> metrics,
      List<Plan> plans,
      List<App> apps) {
    public Service {
      metrics = List.copyOf(metrics);
      plans = List.copyOf(plans);
      apps = List.copyOf(apps);
    }

    /** Public addresses of the two gateways. */
    public String endpoint(boolean staging, String superdomain) {
      String kind = staging ? "apicast-staging" : "apicast-production";
      return "https://"
          + systemName.replace('_', '-')
          + "-"
          + id
          + "-"
          + kind
          + "."
          + superdomain
          + ":443";
    }
  }

  /** A metric of a service. */
  public record Metric(long id, String systemName) {}

  /** An application plan. */
  public record Plan(long id, String name) {}

  /** An application of a buyer. */
  public record App(
      long id,
      long buyer,
      Plan plan,
      String applicationId,
      String userKey,
      String state,
      List<String> keys) {
    public App {
      keys = List.copyOf(keys);
    }
  }

  /** All services of all providers. */
  public List<Service> services() {
    return providers.stream().flatMap(provider -> provider.services().stream()).toList();
  }
}

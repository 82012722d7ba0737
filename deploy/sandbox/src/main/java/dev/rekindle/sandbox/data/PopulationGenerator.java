package dev.rekindle.sandbox.data;

import dev.rekindle.sandbox.data.Population.App;
import dev.rekindle.sandbox.data.Population.Metric;
import dev.rekindle.sandbox.data.Population.Plan;
import dev.rekindle.sandbox.data.Population.Service;
import dev.rekindle.sandbox.data.Population.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Makes a population from a seed: equal seeds, sizes and times give equal populations. */
public final class PopulationGenerator {

  /** Domain below which every host of the installation lies. */
  public static final String SUPERDOMAIN = "apps.east.example.com";

  private final Texts texts;
  private final int size;
  private long lastId = 1;

  private PopulationGenerator(long seed, int size) {
    this.texts = new Texts(seed);
    this.size = size;
  }

  /**
   * Generates.
   *
   * @param size 1 is a few megabytes in all stores together; the data grows about linearly
   */
  public static Population generate(long seed, int size, Instant base) {
    return new PopulationGenerator(seed, size).population(base);
  }

  private Population population(Instant base) {
    List<Tenant> providers = new ArrayList<>();
    providers.add(provider("tenant"));
    for (int i = 1; i < 2 + size; i++) {
      providers.add(provider("provider" + i));
    }
    return new Population(1, base, providers);
  }

  private Tenant provider(String name) {
    long id = nextId();
    List<Long> buyers = LongStream.range(0, 12).map(i -> nextId()).boxed().toList();
    List<Service> services = IntStream.range(0, 4).mapToObj(i -> service(name, i, buyers)).toList();
    return new Tenant(
        id,
        name,
        name + "." + SUPERDOMAIN,
        name + "-admin." + SUPERDOMAIN,
        texts.hex(64),
        texts.hex(32),
        buyers,
        services);
  }

  private Service service(String provider, int index, List<Long> buyers) {
    long id = nextId();
    List<Metric> metrics = new ArrayList<>();
    for (String name : List.of("hits", "searches", "uploads_" + index)) {
      metrics.add(new Metric(nextId(), name));
    }
    List<Plan> plans = List.of(new Plan(nextId(), "Basic"), new Plan(nextId(), texts.odd(18)));
    List<App> apps =
        IntStream.range(0, 15 + size * 5)
            .mapToObj(i -> app(buyers.get(i % buyers.size()), plans.get(i % plans.size())))
            .toList();
    return new Service(
        id,
        provider + "_api_" + index,
        index % 2 == 0 ? "1" : "2",
        index != 3,
        texts.hex(64),
        metrics,
        plans,
        apps);
  }

  private App app(long buyer, Plan plan) {
    long id = nextId();
    String state = id % 17 == 0 ? "suspended" : "live";
    List<String> keys =
        id % 3 == 0 ? List.of(texts.hex(32), texts.hex(32)) : List.of(texts.hex(32));
    return new App(id, buyer, plan, texts.hex(8), texts.hex(32), state, keys);
  }

  private long nextId() {
    lastId += 1 + texts.below(3);
    return lastId;
  }
}

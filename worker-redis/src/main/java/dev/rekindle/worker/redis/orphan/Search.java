package dev.rekindle.worker.redis.orphan;

import dev.rekindle.contract.stage.OrphanRule;
import dev.rekindle.worker.redis.server.RedisServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks for the orphans of one rule in the selected database. */
final class Search {

  /**
   * One of them.
   *
   * @param member of the set at the key; empty when the whole key is one
   */
  record Orphan(String key, Optional<String> member, String identity) {}

  private final RedisServer redis;
  private final OrphanRule rule;
  private final Set<String> known;
  private final Template key;

  Search(RedisServer redis, OrphanRule rule, Set<String> known) {
    this.redis = redis;
    this.rule = rule;
    this.known = known;
    this.key = new Template(rule.key());
  }

  List<Orphan> orphans() {
    List<Orphan> found = new ArrayList<>();
    for (byte[] bytes : redis.scan(key.glob())) {
      String name = new String(bytes, StandardCharsets.UTF_8);
      if (!name.startsWith("rekindle:")) {
        key.parts(name).ifPresent(parts -> look(name, parts, found));
      }
    }
    return found;
  }

  private void look(String name, Map<String, String> parts, List<Orphan> found) {
    String member = rule.member();
    String value = rule.value();
    if (member != null) {
      Template form = new Template(member);
      redis
          .ask("SMEMBERS", name)
          .items()
          .forEach(one ->
              judge(
                  parts,
                  form.parts(one.text()),
                  identity -> found.add(new Orphan(name, Optional.of(one.text()), identity))));
    } else if (value != null) {
      judge(
          parts,
          new Template(value).parts(redis.ask("GET", name).text()),
          identity -> found.add(new Orphan(name, Optional.empty(), identity)));
    } else {
      judge(
          parts,
          Optional.of(Map.of()),
          identity -> found.add(new Orphan(name, Optional.empty(), identity)));
    }
  }

  /** What does not fit a template is something else, and never an orphan. */
  private void judge(
      Map<String, String> parts,
      Optional<Map<String, String>> more,
      java.util.function.Consumer<String> orphan) {
    if (more.isEmpty()) {
      return;
    }
    Map<String, String> all = new HashMap<>(parts);
    all.putAll(more.get());
    String identity = Template.fill(rule.identity(), all);
    if (!identity.contains("<") && !known.contains(identity)) {
      orphan.accept(identity);
    }
  }
}

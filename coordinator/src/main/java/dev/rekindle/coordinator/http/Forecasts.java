package dev.rekindle.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.coordinator.forecast.Forecast;
import dev.rekindle.coordinator.forecast.StageRun;
import dev.rekindle.coordinator.forecast.StageRuns;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.RestoreState;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was to be expected of each restore when it started. Earlier restores do not change any more,
 * so that a forecast is made once; only so many are remembered.
 */
@ApplicationScoped
public class Forecasts {

  private static final int RESTORES = 20;
  private static final int REMEMBERED = 200;

  private final StageRuns runs;
  private final MessageCodec codec;
  private final ObjectMapper json = new ObjectMapper();

  private final Map<RestoreId, Forecast> known =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RestoreId, Forecast> eldest) {
          return size() > REMEMBERED;
        }
      };

  Forecasts(StageRuns runs, MessageCodec codec) {
    this.runs = runs;
    this.codec = codec;
  }

  Forecast of(RestoreState state) {
    synchronized (known) {
      Forecast found = known.get(state.restore());
      if (found != null) {
        return found;
      }
    }
    Forecast made = make(state);
    synchronized (known) {
      known.put(state.restore(), made);
    }
    return made;
  }

  private Forecast make(RestoreState state) {
    RestoreOrder order = state.order();
    Map<String, Long> bytes = StageRun.sizes(order.backup());
    return Forecast.of(
        order.plan(),
        order.target().application(),
        stage -> artifacts(stage, bytes.keySet()),
        bytes,
        runs.of(order.plan().name(), state.startedAt(), RESTORES));
  }

  /** Whatever kind a stage is of, it names in its specification what it reads. */
  private Set<String> artifacts(PlannedStage stage, Set<String> known) {
    try {
      Set<String> named = new TreeSet<>();
      texts(json.readTree(codec.encode(stage.spec())), named);
      named.retainAll(known);
      return named;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void texts(JsonNode node, Set<String> found) {
    if (node.isTextual()) {
      found.add(node.asText());
    }
    node.forEach(child -> texts(child, found));
  }
}

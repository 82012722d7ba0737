package dev.rekindle.coordinator.telemetry;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.TraceParent;
import dev.rekindle.coordinator.exchange.FactSubscriber;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreOrder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells a collector of each restore that has ended: one trace, made of its journal, so that it does
 * not matter how many coordinators worked on it. Its ids are those that commands carry: the spans
 * of workers find their place in it, and one that is sent twice is the same.
 */
public final class RestoreTraces implements FactSubscriber {

  private static final Logger LOG = Logger.getLogger(RestoreTraces.class);
  private static final Set<String> ENDS =
      Set.of("RestoreSucceeded", "RestoreFailed", "RestoreCancelled");

  /** A collector that was away for longer misses something. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Function<RestoreId, List<RestoreFact>> journal;
  private final SpanSender sender;
  private final InstantSource clock;

  public RestoreTraces(
      Function<RestoreId, List<RestoreFact>> journal, SpanSender sender, InstantSource clock) {
    this.journal = journal;
    this.sender = sender;
    this.clock = clock;
  }

  @Override
  public String group() {
    return "rekindle-traces";
  }

  @Override
  public Heard hear(Told told) {
    if (!ENDS.contains(told.type()) || told.at().isBefore(clock.instant().minus(PATIENCE))) {
      return Heard.DONE;
    }
    if (sender.send(spans(told.restore(), journal.apply(told.restore())))) {
      return Heard.DONE;
    }
    LOG.warnf("The collector does not take spans, trying again restoreId=%s", told.restore());
    return Heard.LATER;
  }

  private List<SpanData> spans(RestoreId restore, List<RestoreFact> facts) {
    SpanSender.Draft draft = sender.draft();
    Context whole = Context.root();
    @Nullable Span root = null;
    Map<AttemptRef, Span> open = new LinkedHashMap<>();
    for (RestoreFact fact : facts) {
      switch (fact) {
        case RestoreFact.RestoreStarted started -> {
          root = root(draft, restore, started);
          whole = whole.with(root);
        }
        case RestoreFact.CheckDispatched d ->
            open.put(d.attempt(), attempt(draft, whole, "check ", d.attempt(), d.at()));
        case RestoreFact.StageDispatched d ->
            open.put(d.attempt(), attempt(draft, whole, "run ", d.attempt(), d.at()));
        case RestoreFact.OfAttempt f -> over(open, f);
        case RestoreFact.OfRestore _, RestoreFact.OfStage _ -> {}
      }
    }
    Instant end = facts.getLast().at();
    open.values().forEach(span -> span.end(end));
    if (root != null) {
      if (facts.getLast() instanceof RestoreFact.RestoreFailed failed) {
        root.setStatus(StatusCode.ERROR, failed.reason());
      }
      root.end(end);
    }
    return draft.ended();
  }

  private static Span root(
      SpanSender.Draft draft, RestoreId restore, RestoreFact.RestoreStarted started) {
    RestoreOrder order = started.order();
    // No token of a fence is as high as this half of a random or hashed identity.
    String own = TraceParent.trace(restore).substring(16);
    return draft
        .builder("restore " + order.target().application(), TraceParent.trace(restore), own)
        .setNoParent()
        .setStartTimestamp(started.at())
        .setAttribute("rekindle.restore", restore.toString())
        .setAttribute("rekindle.mode", order.mode().name())
        .setAttribute("rekindle.cluster", order.target().cluster())
        .setAttribute("rekindle.plan", order.plan().name())
        .startSpan();
  }

  private static Span attempt(
      SpanSender.Draft draft, Context parent, String what, AttemptRef attempt, Instant at) {
    SpanBuilder builder =
        draft.builder(
            what + attempt.stage(),
            TraceParent.trace(attempt.restore()),
            TraceParent.span(attempt));
    return builder
        .setParent(parent)
        .setStartTimestamp(at)
        .setAttribute("rekindle.stage", attempt.stage().value())
        .setAttribute("rekindle.attempt", (long) attempt.number())
        .startSpan();
  }

  private static void over(Map<AttemptRef, Span> open, RestoreFact.OfAttempt fact) {
    String problem =
        switch (fact) {
          case RestoreFact.CheckAnswered _, RestoreFact.StageSucceeded _ -> "";
          case RestoreFact.AttemptFailed failed -> failed.code() + ": " + failed.detail();
          case RestoreFact.AttemptRefused refused -> refused.code() + ": " + refused.detail();
          case RestoreFact.AttemptLost _ -> "lost";
          case RestoreFact.AttemptUnanswered _ -> "unanswered";
          case RestoreFact.AttemptCancelled _ -> "cancelled";
          case RestoreFact.CheckDispatched _,
              RestoreFact.StageDispatched _,
              RestoreFact.AttemptAdmitted _,
              RestoreFact.LeaseRenewed _,
              RestoreFact.AttemptCancelRequested _,
              RestoreFact.LateReportNoted _ ->
              null;
        };
    Span span = problem == null ? null : open.remove(fact.attempt());
    if (span != null && problem != null) {
      if (!problem.isEmpty()) {
        span.setStatus(StatusCode.ERROR, problem);
      }
      span.end(fact.at());
    }
  }
}

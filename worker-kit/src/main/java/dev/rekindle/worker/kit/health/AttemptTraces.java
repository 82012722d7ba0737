package dev.rekindle.worker.kit.health;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.TraceParent;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.worker.kit.protocol.AttemptMeter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Sends a span of each attempt to a collector, below the attempt's own in the restore's trace. */
public final class AttemptTraces implements AttemptMeter, AutoCloseable {

  private static final Set<String> GOOD = Set.of("done", "clear");

  private final SdkTracerProvider spans;
  private final Clock clock;

  /**
   * Sends to {@code endpoint}, OTLP over HTTP.
   *
   * @param service name of the kind of process
   * @param instance name of this one
   */
  public AttemptTraces(String endpoint, String service, String instance, Clock clock) {
    this.clock = clock;
    spans =
        SdkTracerProvider.builder()
            .setResource(
                Resource.builder()
                    .put("service.name", service)
                    .put("service.instance.id", instance)
                    .build())
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build())
                    .setScheduleDelay(Duration.ofSeconds(1))
                    .build())
            .build();
  }

  @Override
  public void ended(AttemptRef attempt, StageKind kind, String outcome, Duration took) {
    Instant end = clock.instant();
    Span span =
        spans
            .get("rekindle")
            .spanBuilder(kind.wireName())
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(Context.root().with(Span.wrap(ordered(attempt))))
            .setStartTimestamp(end.minus(took))
            .setAttribute("rekindle.restore", attempt.restore().toString())
            .setAttribute("rekindle.stage", attempt.stage().value())
            .setAttribute("rekindle.attempt", (long) attempt.number())
            .setAttribute("rekindle.outcome", outcome)
            .startSpan();
    if (!GOOD.contains(outcome)) {
      span.setStatus(StatusCode.ERROR, outcome);
    }
    span.end(end);
  }

  /** What the coordinator made of the order. */
  private static SpanContext ordered(AttemptRef attempt) {
    return SpanContext.createFromRemoteParent(
        TraceParent.trace(attempt.restore()),
        TraceParent.span(attempt),
        TraceFlags.getSampled(),
        TraceState.getDefault());
  }

  @Override
  public void close() {
    spans.shutdown().join(2, TimeUnit.SECONDS);
  }
}

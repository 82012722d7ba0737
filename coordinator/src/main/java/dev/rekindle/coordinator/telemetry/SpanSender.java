package dev.rekindle.coordinator.telemetry;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes spans whose ids are given, and sends them to a collector over OTLP. */
public final class SpanSender {

  private static final int SECONDS = 20;

  private final SpanExporter exporter;

  /** Sends to {@code endpoint}, such as {@code http://HOST:4318/v1/traces}. */
  public SpanSender(String endpoint) {
    exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build();
  }

  /** Whether the collector took them all. */
  boolean send(List<SpanData> spans) {
    return exporter.export(spans).join(SECONDS, TimeUnit.SECONDS).isSuccess();
  }

  Draft draft() {
    return new Draft();
  }

  /** Spans of one trace while they are made; for one thread. */
  static final class Draft implements IdGenerator, SpanProcessor {

    private final List<SpanData> ended = new ArrayList<>();
    private final SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(Resource.builder().put("service.name", "rekindle-coordinator").build())
            .setIdGenerator(this)
            .addSpanProcessor(this)
            .build();
    private String trace = "";
    private String span = "";

    /** The next span, which must be started before another is built. */
    SpanBuilder builder(String name, String traceId, String spanId) {
      trace = traceId;
      span = spanId;
      return provider.get("rekindle").spanBuilder(name);
    }

    List<SpanData> ended() {
      return List.copyOf(ended);
    }

    @Override
    public String generateTraceId() {
      return trace;
    }

    @Override
    public String generateSpanId() {
      return span;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      // Told when it has ended.
    }

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      ended.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}

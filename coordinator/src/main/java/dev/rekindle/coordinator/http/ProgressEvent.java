package dev.rekindle.coordinator.http;

import dev.rekindle.coordinator.view.StageProgress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The body of a {@code progress} event. */
public record ProgressEvent(String stage, RestoreResource.Progress progress) {

  static ProgressEvent of(StageProgress latest) {
    return new ProgressEvent(latest.stage().value(), resource(latest));
  }

  static RestoreResource.Progress resource(StageProgress latest) {
    @Nullable Integer percent = latest.percent().isPresent() ? latest.percent().getAsInt() : null;
    @Nullable Double rate = latest.rate().isPresent() ? latest.rate().getAsDouble() : null;
    @Nullable String left =
        latest.secondsLeft().isPresent()
            ? Duration.ofSeconds(latest.secondsLeft().getAsLong()).toString()
            : null;
    return new RestoreResource.Progress(
        latest.attempt(),
        latest.step(),
        latest.done(),
        latest.total(),
        latest.unit(),
        percent,
        rate,
        left);
  }
}

package dev.rekindle.worker.kit.protocol;

import dev.rekindle.contract.message.StageReport;

/** Takes reports on their way to the coordinator, in order. Never blocks, never throws. */
@FunctionalInterface
public interface ReportSink {

  void send(StageReport report);
}

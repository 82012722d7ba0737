package dev.rekindle.coordinator.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.codec.UnreadableMessage;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.coordinator.engine.Answer;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.restore.Refusal;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.view.ProgressBoard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Takes in what workers report, those of one restore that came together in one transaction. A
 * report read twice changes nothing the second time.
 */
final class ReportHandler implements RecordHandler {

  private static final Logger LOG = Logger.getLogger(ReportHandler.class);
  private static final Set<String> TYPES =
      Arrays.stream(StageReport.class.getPermittedSubclasses())
          .map(Class::getSimpleName)
          .collect(Collectors.toUnmodifiableSet());

  private final MessageCodec codec;
  private final RestoreEngine engine;
  private final ProgressBoard progress;
  private final ObjectMapper json = new ObjectMapper();

  ReportHandler(MessageCodec codec, RestoreEngine engine, ProgressBoard progress) {
    this.codec = codec;
    this.engine = engine;
    this.progress = progress;
  }

  private sealed interface Reading {
    record Read(StageReport report) implements Reading {}

    record Failed(Outcome.Unreadable why) implements Reading {}
  }

  /** A report and its place among the records it came with. */
  private record Placed(int place, StageReport report) {}

  @Override
  public List<Outcome> handle(List<ConsumerRecord<String, byte[]>> records) {
    Outcome[] outcomes = new Outcome[records.size()];
    Map<RestoreId, List<Placed>> restores = new LinkedHashMap<>();
    for (int place = 0; place < outcomes.length; place++) {
      switch (read(records.get(place))) {
        case Reading.Read(StageReport report) ->
            restores
                .computeIfAbsent(report.attempt().restore(), _ -> new ArrayList<>())
                .add(new Placed(place, report));
        case Reading.Failed(Outcome.Unreadable why) -> outcomes[place] = why;
      }
    }
    restores.forEach((restore, reports) -> {
      Iterator<Answer> answers =
          engine
              .handle(restore, reports.stream().map(placed -> arrival(placed.report())).toList())
              .iterator();
      reports.forEach(
          report -> outcomes[report.place()] = outcome(report.report(), answers.next()));
    });
    return List.of(outcomes);
  }

  private static RestoreEngine.Arrival arrival(StageReport report) {
    return new RestoreEngine.Arrival(new RestoreInput.ReportArrived(report), identity(report));
  }

  private Outcome outcome(StageReport report, Answer answer) {
    return switch (answer) {
      case Answer.Taken _ -> {
        if (report instanceof StageReport.AttemptProgressed progressed) {
          progress.note(progressed);
        }
        yield new Outcome.Handled();
      }
      case Answer.Refused(Refusal refusal) when refusal.code() == Refusal.Code.UNKNOWN_RESTORE ->
          unreadable(Reason.UNKNOWN_RESTORE, refusal.message());
      case Answer.Refused(Refusal refusal) -> {
        LOG.infof(
            "A report changed nothing restoreId=%s stageId=%s attempt=%d reason=%s",
            report.attempt().restore(),
            report.attempt().stage(),
            report.attempt().number(),
            refusal.code());
        yield new Outcome.Handled();
      }
    };
  }

  private Reading read(ConsumerRecord<String, byte[]> record) {
    String version =
        CloudEventHeaders.text(record.headers(), CloudEventHeaders.VERSION).orElse("1.0");
    if (!version.startsWith("1.")) {
      return failed(Reason.FUTURE_VERSION, "CloudEvents version " + version);
    }
    if (record.value() == null) {
      return failed(Reason.MALFORMED, "The message has no body");
    }
    try {
      JsonNode body = json.readTree(record.value());
      String type = body.path("type").asText("");
      if (body.isObject() && !type.isEmpty() && !TYPES.contains(type)) {
        return failed(Reason.UNKNOWN_TYPE, "No report is called '" + type + "' in this version");
      }
      return new Reading.Read(codec.decode(body, StageReport.class));
    } catch (UnreadableMessage e) {
      return failed(Reason.MALFORMED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return failed(Reason.MALFORMED, "The body is no JSON");
    }
  }

  /** The same for every copy of one report, whoever reads it. */
  private static String identity(StageReport report) {
    return report.attempt().key()
        + "/"
        + report.attempt().number()
        + "/"
        + report.attempt().fence()
        + "/"
        + report.sequence();
  }

  private static Reading failed(Reason reason, String detail) {
    return new Reading.Failed(new Outcome.Unreadable(reason, detail));
  }

  private static Outcome unreadable(Reason reason, String detail) {
    return new Outcome.Unreadable(reason, detail);
  }
}

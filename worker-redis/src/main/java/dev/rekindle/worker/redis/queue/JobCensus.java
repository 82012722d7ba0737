package dev.rekindle.worker.redis.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.contract.message.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts jobs by class, with the age of the oldest. Knows the JSON of Resque ({@code class}, {@code
 * args}; failed ones under {@code payload}) and of Sidekiq ({@code class}, {@code enqueued_at}).
 */
final class JobCensus {

  /**
   * Classes, or parts of their names, whose jobs do harm when they run twice: apisonator counts
   * usage again (ReportJob, NotifyJob); mails, webhooks and billing reach customers.
   */
  private static final List<String> NOT_IDEMPOTENT =
      List.of("ReportJob", "NotifyJob", "Mail", "WebHook", "Billing");

  private static final double EPOCH_2001 = 1e9;

  private static final class Tally {
    private long jobs;
    private double oldest = Double.MAX_VALUE;
  }

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Tally> classes = new TreeMap<>();

  void add(byte[] job) {
    String name = "(not a job)";
    double since = Double.MAX_VALUE;
    try {
      JsonNode read = json.readTree(job);
      JsonNode tree = read.has("payload") ? read.get("payload") : read;
      name = tree.path("class").asText("(no class)");
      since = since(tree);
    } catch (JsonProcessingException e) {
      // Counted under its own name.
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Tally tally = classes.computeIfAbsent(name, n -> new Tally());
    tally.jobs++;
    tally.oldest = Math.min(tally.oldest, since);
  }

  /** One line a class: how many, how old, and whether running them again does harm. */
  List<Evidence> report(Instant now) {
    List<Evidence> lines = new ArrayList<>();
    classes.forEach((name, tally) -> {
      StringBuilder text = new StringBuilder().append(tally.jobs);
      if (tally.oldest < Double.MAX_VALUE) {
        Instant oldest = Instant.ofEpochSecond((long) tally.oldest);
        text.append(", oldest ").append(Duration.between(oldest, now).toSeconds()).append(" s");
      }
      if (NOT_IDEMPOTENT.stream().anyMatch(name::contains)) {
        text.append(", must not run twice");
      }
      lines.add(new Evidence("jobs " + name, text.toString()));
    });
    return lines;
  }

  private static double since(JsonNode job) {
    for (String field : List.of("enqueued_at", "created_at")) {
      if (job.path(field).isNumber()) {
        double at = job.get(field).asDouble();
        // Sidekiq 8 counts milliseconds.
        return at > EPOCH_2001 * 1000 ? at / 1000 : at;
      }
    }
    double since = Double.MAX_VALUE;
    for (JsonNode argument : job.path("args")) {
      if (argument.isNumber() && argument.asDouble() > EPOCH_2001) {
        since = argument.asDouble();
      }
    }
    return since;
  }
}

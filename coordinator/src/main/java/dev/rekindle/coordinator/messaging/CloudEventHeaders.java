package dev.rekindle.coordinator.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers of CloudEvents 1.0 in Kafka's binary mode. */
final class CloudEventHeaders {

  static final String VERSION = "ce_specversion";
  static final String TYPE = "ce_type";
  static final String TIME = "ce_time";

  /** Number of a published fact in its restore's history. */
  static final String SEQ = "rekindle_seq";

  /** Its link in the chain of facts. */
  static final String CHAIN = "rekindle_chain";

  private static final String SOURCE = "/rekindle/coordinator";

  private CloudEventHeaders() {}

  static void write(Headers headers, String id, String type, String subject, Instant at) {
    put(headers, VERSION, "1.0");
    put(headers, "ce_id", id);
    put(headers, "ce_source", SOURCE);
    put(headers, TYPE, type);
    put(headers, "ce_subject", subject);
    put(headers, TIME, at.toString());
    put(headers, "content-type", "application/json");
  }

  static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }
}

package dev.rekindle.coordinator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.coordinator.view.RestoreViews;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Journaled facts in answers: their JSON goes out as it was written. */
@Singleton
public class JournalJson {

  private final ObjectMapper mapper;

  JournalJson(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** A fact with its number. */
  public record Fact(
      long seq,
      Instant recordedAt,
      String type,
      @Schema(implementation = Object.class) JsonNode fact) {}

  Fact fact(RestoreViews.Entry entry) {
    try {
      return new Fact(entry.seq(), entry.recordedAt(), entry.type(), mapper.readTree(entry.body()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A journaled fact is no JSON", e);
    }
  }

  String text(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer has no JSON form", e);
    }
  }
}

package dev.rekindle.coordinator.journal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.rekindle.contract.codec.ContractsModule;
import dev.rekindle.coordinator.restore.RestoreFact;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JSON form of facts, in the journal and on {@code rekindle.restores.v1}: the components of the
 * record and {@code type}, its simple name. A fact's name and the names of its components never
 * change; a later version may add components that are {@code @Nullable} or lists. Unknown fields
 * are ignored, and stay in the journal. Thread-safe.
 */
public final class FactCodec {

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new ContractsModule())
          .addMixIn(RestoreFact.class, Typed.class)
          .disable(
              SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
              SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** Knows every fact of the sealed family. */
  public FactCodec() {
    facts().forEach(fact -> mapper.registerSubtypes(new NamedType(fact, fact.getSimpleName())));
  }

  /** Every kind of fact there is. */
  static List<Class<?>> facts() {
    return members(RestoreFact.class).toList();
  }

  private static Stream<Class<?>> members(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(FactCodec::members).distinct()
        : Stream.of(type);
  }

  /** The JSON text of a fact. */
  public String encode(RestoreFact fact) {
    try {
      return mapper.writerFor(RestoreFact.class).writeValueAsString(fact);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A fact has no JSON form: " + fact.getClass(), e);
    }
  }

  /** Reads a fact; {@link IllegalStateException} when the journal holds what cannot be read. */
  public RestoreFact decode(String json) {
    try {
      return mapper.readValue(json, RestoreFact.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "A journaled fact cannot be read; was it written by a later version? "
              + e.getOriginalMessage(),
          e);
    }
  }

  /** The tree form of a journaled text, as it was written. */
  public JsonNode tree(String json) {
    try {
      return mapper.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A journaled fact is no JSON", e);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  private interface Typed {}
}

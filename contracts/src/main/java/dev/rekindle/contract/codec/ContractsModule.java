package dev.rekindle.contract.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.RefusalCode;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.contract.stage.WorkloadRef;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Teaches Jackson the JSON form of the contract records. Times are ISO 8601 texts, durations too.
 */
public final class ContractsModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("this-escape")
  public ContractsModule() {
    super("rekindle-contracts");
    text(RestoreId.class, RestoreId::toString, RestoreId::parse);
    text(StageId.class, StageId::toString, StageId::new);
    text(WorkloadRef.class, WorkloadRef::toString, WorkloadRef::parse);
    text(
        ArtifactFormat.class,
        ArtifactFormat::wireName,
        wired(ArtifactFormat.values(), ArtifactFormat::wireName));
    text(Pool.class, Pool::wireName, wired(Pool.values(), Pool::wireName));
    text(ProblemCode.class, Enum::name, or(ProblemCode.values(), ProblemCode.UNRECOGNISED));
    text(RefusalCode.class, Enum::name, or(RefusalCode.values(), RefusalCode.UNRECOGNISED));
    setMixInAnnotation(StageCommand.class, Wire.Commands.class);
    setMixInAnnotation(StageReport.class, Wire.Reports.class);
    setMixInAnnotation(StageSpec.class, Wire.Specs.class);
    registerSubtypes(
        Arrays.stream(StageKind.values())
            .map(kind -> new NamedType(kind.spec(), kind.wireName()))
            .toArray(NamedType[]::new));
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.appendAnnotationIntrospector(new RecordRules());
  }

  /**
   * A mapper as every participant uses it. Unknown fields are ignored, missing or null mandatory
   * ones are an error.
   */
  static ObjectMapper mapper() {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .addModule(new ContractsModule())
        .disable(
            SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
            SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .build();
  }

  private <T> void text(Class<T> type, Function<T, String> write, Function<String, T> read) {
    addSerializer(
        type,
        new StdScalarSerializer<T>(type) {
          private static final long serialVersionUID = 1L;

          @Override
          public void serialize(T value, JsonGenerator json, SerializerProvider provider)
              throws IOException {
            json.writeString(write.apply(value));
          }
        });
    addDeserializer(
        type,
        new StdScalarDeserializer<T>(type) {
          private static final long serialVersionUID = 1L;

          @Override
          public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return read.apply(json.getValueAsString(""));
          }
        });
  }

  private static <E extends Enum<E>> Function<String, E> wired(
      E[] values, Function<E, String> name) {
    return text ->
        Arrays.stream(values)
            .filter(value -> name.apply(value).equals(text))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "'" + text + "' is none of " + Arrays.toString(values)));
  }

  private static <E extends Enum<E>> Function<String, E> or(E[] values, E unknown) {
    return text ->
        Arrays.stream(values)
            .filter(value -> value.name().equals(text))
            .findFirst()
            .orElse(unknown);
  }
}

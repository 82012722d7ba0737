package dev.rekindle.coordinator.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.contract.codec.ContractsModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Writes identifiers in answers as they are written in messages. */
@Singleton
public class ContractsJson implements ObjectMapperCustomizer {

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.registerModule(new ContractsModule());
  }
}

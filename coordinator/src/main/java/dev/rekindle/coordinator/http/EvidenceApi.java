package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.evidence.Bundle;
import dev.rekindle.coordinator.view.RestoreViews;
import io.quarkus.runtime.ApplicationConfig;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** A restore as evidence. */
@Path("/api/v1/restores/{id}/bundle")
@RunOnVirtualThread
public class EvidenceApi {

  private final RestoreViews views;
  private final RestoreJournal journal;
  private final ApplicationConfig application;

  EvidenceApi(RestoreViews views, RestoreJournal journal, ApplicationConfig application) {
    this.views = views;
    this.journal = journal;
    this.application = application;
  }

  /** A bundle of all facts so far; its bytes are part of it, so keep them as they come. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @APIResponseSchema(Object.class)
  public String bundle(@PathParam("id") String id) {
    RestoreId restore = RestoresApi.restoreId(id);
    List<Bundle.Entry> entries =
        views.journal(restore, 0, Integer.MAX_VALUE).stream()
            .map(entry ->
                new Bundle.Entry(
                    entry.seq(), entry.recordedAt(), entry.type(), entry.chain(), entry.body()))
            .toList();
    if (entries.isEmpty()) {
      throw RestoresApi.unknown(id);
    }
    return Bundle.write(
        restore,
        entries,
        application.name().orElse("") + " " + application.version().orElse(""),
        journal.now());
  }
}

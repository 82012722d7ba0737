package dev.rekindle.coordinator.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.config.Config;

/** What this coordinator is. */
@Path("/api/v1/about")
@RunOnVirtualThread
public class AboutApi {

  private final About about;

  AboutApi(Config config) {
    about =
        new About(
            config.getOptionalValue("quarkus.application.version", String.class).orElse(""),
            "none");
  }

  /**
   * For clients.
   *
   * @param login how people prove who they are; {@code none}: they only say it
   */
  public record About(String version, String login) {}

  @GET
  public About about() {
    return about;
  }
}

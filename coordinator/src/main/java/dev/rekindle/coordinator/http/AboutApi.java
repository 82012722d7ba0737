package dev.rekindle.coordinator.http;

import dev.rekindle.coordinator.settings.CoordinatorSettings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.config.Config;

/** What this coordinator is. */
@Path("/api/v1/about")
@RunOnVirtualThread
public class AboutApi {

  private final About about;

  AboutApi(Config config, CoordinatorSettings settings) {
    about =
        new About(
            config.getOptionalValue("quarkus.application.version", String.class).orElse(""),
            settings.access().login() ? "token" : "none");
  }

  /**
   * For clients.
   *
   * @param login how callers prove who they are: {@code token} asks for a bearer token; {@code
   *     none}: they only say it
   */
  public record About(String version, String login) {}

  @GET
  public About about() {
    return about;
  }
}

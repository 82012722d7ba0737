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
            settings.access().login() ? "token" : "none",
            settings.access().login() && provider(config));
  }

  /**
   * For clients.
   *
   * @param login how callers prove who they are: {@code token} asks for a bearer token; {@code
   *     none}: they only say it
   * @param provider whether a browser may log in at an identity provider, by way of {@code
   *     /api/v1/session/provider}
   */
  public record About(String version, String login, boolean provider) {}

  private static boolean provider(Config config) {
    String type = config.getOptionalValue("quarkus.oidc.application-type", String.class).orElse("");
    return config.getOptionalValue("quarkus.oidc.tenant-enabled", Boolean.class).orElse(false)
        && (type.equalsIgnoreCase("hybrid") || type.equalsIgnoreCase("web-app"));
  }

  @GET
  public About about() {
    return about;
  }
}

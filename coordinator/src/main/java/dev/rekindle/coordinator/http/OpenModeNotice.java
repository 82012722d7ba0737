package dev.rekindle.coordinator.http;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Says loudly that the API asks nobody who they are. */
@ApplicationScoped
public class OpenModeNotice {

  private static final Logger LOG = Logger.getLogger(OpenModeNotice.class);
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "::1");

  private final Config config;

  OpenModeNotice(Config config) {
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    String host = config.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0");
    if (THIS_MACHINE.contains(host)) {
      LOG.warnf(
          "THE API IS OPEN: no login is asked for; it listens on this machine only host=%s", host);
    } else {
      LOG.errorf(
          "THE API IS OPEN TO THE NETWORK: no login is asked for, and everybody who reaches this"
              + " address can start and approve restores host=%s",
          host);
    }
  }
}

package dev.rekindle.coordinator.http;

import dev.rekindle.coordinator.settings.CoordinatorSettings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Says loudly that the API asks nobody who they are, and refuses to start where the network could
 * reach such a coordinator.
 */
@ApplicationScoped
public class OpenModeNotice {

  private static final Logger LOG = Logger.getLogger(OpenModeNotice.class);

  private final Config config;
  private final CoordinatorSettings.Access access;

  OpenModeNotice(Config config, CoordinatorSettings settings) {
    this.config = config;
    this.access = settings.access();
  }

  void start(@Observes StartupEvent event) {
    if (access.login()) {
      return;
    }
    String host = config.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0");
    if (ThisMachine.names(host)) {
      LOG.warnf(
          "THE API IS OPEN: no login is asked for; it listens on this machine only host=%s", host);
    } else if (access.openToNetwork()) {
      LOG.errorf(
          "THE API IS OPEN TO THE NETWORK: no login is asked for, and everybody who reaches this"
              + " address can start and approve restores host=%s",
          host);
    } else {
      throw new ConfigurationException(
          "This coordinator asks nobody for a login and would listen on "
              + host
              + ": set rekindle.coordinator.access.mode=login, or quarkus.http.host=127.0.0.1"
              + " (or rekindle.coordinator.access.open-to-network=true where the network is yours"
              + " alone)");
    }
  }
}

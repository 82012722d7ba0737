package dev.rekindle.coordinator.http;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The web console under {@code /console}: its files lie in {@code META-INF/resources/console} when
 * it was built. Every address of it that names no file is a page of the application. Answers of any
 * kind carry the usual security headers.
 */
@ApplicationScoped
public class ConsoleRoutes {

  /** Where the console lives. */
  static final String ROOT = "/console/";

  /** Nothing from elsewhere, nothing inline, nobody may frame it. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private static final Logger LOG = Logger.getLogger(ConsoleRoutes.class);
  private static final String PAGE = ROOT + "index.html";
  private static final Pattern FILE = Pattern.compile(ROOT + "[^/]+\\.[a-z0-9]+");

  private final boolean built =
      Thread.currentThread().getContextClassLoader().getResource("META-INF/resources" + PAGE)
          != null;

  void start(@Observes StartupEvent event) {
    if (!built) {
      LOG.warn(
          "The web console is missing: it is built when node 20.19 or newer and npm are on the PATH."
              + " API and command line work without it.");
    }
  }

  void routes(@Observes Router router) {
    router.route().order(-100).handler(ConsoleRoutes::secure);
    read(router, "/").handler(ConsoleRoutes::redirect);
    read(router, ROOT + "*").handler(this::console);
  }

  private static Route read(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).order(-90);
  }

  private static void secure(RoutingContext context) {
    HttpServerResponse response = context.response();
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("X-Frame-Options", "DENY");
    response.putHeader("Referrer-Policy", "no-referrer");
    response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    context.next();
  }

  private void console(RoutingContext context) {
    HttpServerResponse response = context.response();
    String path = context.normalizedPath();
    // Vert.x takes an address without the last slash for the same.
    if (!path.startsWith(ROOT)) {
      redirect(context);
      return;
    }
    if (!built) {
      response
          .setStatusCode(404)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .end("This coordinator was built without the web console. Use: rekindle restore list\n");
      return;
    }
    response.putHeader("Content-Security-Policy", POLICY);
    context.addHeadersEndHandler(_ -> {
      if (response.getStatusCode() >= 400) {
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      }
    });
    if (path.startsWith(ROOT + "assets/")) {
      // The name of each of these changes with its content.
      response.putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
      context.next();
    } else if (FILE.matcher(path).matches()) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
      context.next();
    } else {
      context.reroute(PAGE);
    }
  }

  private static void redirect(RoutingContext context) {
    context.response().setStatusCode(302).putHeader(HttpHeaders.LOCATION, ROOT).end();
  }
}

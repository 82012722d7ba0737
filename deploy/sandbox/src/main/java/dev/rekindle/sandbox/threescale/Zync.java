package dev.rekindle.sandbox.threescale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.kubelet.ContainerContext;
import dev.rekindle.sandbox.data.ZyncDatabase;
import dev.rekindle.sandbox.threescale.KubeApi.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** zync and zync-que: notifications become jobs, jobs become Routes. */
final class Zync {

  private final Surroundings around;

  Zync(Surroundings around) {
    this.around = around;
  }

  /** Makes its schema at every start when it is missing, as {@code db:setup} does. */
  int web(ContainerContext context) throws Exception {
    try (Connection zync = around.stores().zyncDatabase()) {
      ZyncDatabase.createSchemaIfMissing(zync);
    }
    String token = context.environment().getOrDefault("ZYNC_AUTHENTICATION_TOKEN", "");
    try (Web web = new Web(context.podIp(), 8080)) {
      web.page("/status/live", (query, body, authorization) -> ready());
      web.page("/status/ready", (query, body, authorization) -> ready());
      web.page(
          "/notification",
          (query, body, authorization) ->
              authorization.equals("Token token=" + token)
                  ? notified(body)
                  : new Web.Reply(401, "HTTP Token: Access denied."));
      return Web.untilStopped();
    }
  }

  private Web.Reply ready() throws SQLException {
    try (Connection zync = around.stores().zyncDatabase()) {
      return zync.isValid(2) ? Web.Reply.ok("{}") : new Web.Reply(503, "{}");
    }
  }

  private Web.Reply notified(String body) throws SQLException {
    try (Connection zync = around.stores().zyncDatabase();
        PreparedStatement job =
            zync.prepareStatement(
                "INSERT INTO que_jobs (job_class, args, job_schema_version) VALUES ('UpdateJob',"
                    + " ?::jsonb, 2)")) {
      job.setString(1, "[" + body + "]");
      job.executeUpdate();
      return Web.Reply.ok("{}");
    }
  }

  /** Works off que_jobs; old restored jobs as well. */
  int que(String ip) throws Exception {
    try (Web web = new Web(ip, 9394)) {
      web.fine("/metrics");
      return Writer.repeat(around.gate(), Duration.ofMillis(400), this::work);
    }
  }

  private void work() throws Exception {
    try (Connection zync = around.stores().zyncDatabase();
        PreparedStatement next =
            zync.prepareStatement(
                "SELECT id, args FROM que_jobs WHERE finished_at IS NULL ORDER BY id LIMIT 20");
        PreparedStatement done =
            zync.prepareStatement("UPDATE que_jobs SET finished_at = now() WHERE id = ?");
        ResultSet rows = next.executeQuery()) {
      while (rows.next()) {
        if (update(KubeApi.JSON.readTree(rows.getString(2)).path(0))) {
          done.setLong(1, rows.getLong(1));
          done.executeUpdate();
        }
      }
    }
  }

  private boolean update(JsonNode record) throws Exception {
    if (!record.has("type")) {
      return true;
    }
    var porta = around.api().address("system-app");
    if (porta.isEmpty()) {
      return false;
    }
    String what = record.path("type").asText() + "-" + record.path("id").asText();
    String query = "type=" + record.path("type").asText() + "&id=" + record.path("id").asText();
    Web.Reply reply =
        Web.ask("GET", "http://" + porta.get() + ":3000/sandbox/hosts?" + query, "", "");
    if (reply.status() == 200) {
      reply
          .body()
          .lines()
          .map(line -> List.of(line.split(" ", 2)))
          .forEach(host -> route(what, host.get(0), host.get(1)));
      return true;
    }
    if (reply.status() == 404) {
      // Porta does not know the record: zync takes its routes away.
      for (JsonNode route : around.api().list(Kind.ROUTE, "zync.3scale.net/record=" + what)) {
        around.api().delete(Kind.ROUTE, route.at("/metadata/name").asText());
      }
      return true;
    }
    return false;
  }

  private void route(String record, String host, String target) {
    boolean there =
        around.api().list(Kind.ROUTE, "3scale.net/created-by=zync").stream()
            .anyMatch(route -> route.at("/spec/host").asText().equals(host));
    if (there) {
      return;
    }
    ObjectNode route = KubeApi.JSON.createObjectNode();
    route.put("apiVersion", "route.openshift.io/v1").put("kind", "Route");
    ObjectNode metadata = route.putObject("metadata");
    metadata.put(
        "generateName", "zync-3scale-" + (record.startsWith("Proxy") ? "api-" : "provider-"));
    metadata
        .putObject("labels")
        .put("3scale.net/created-by", "zync")
        .put("zync.3scale.net/record", record)
        .put("zync.3scale.net/route-to", target);
    metadata.putObject("annotations").put("zync.3scale.net/host", host);
    String owner = new Installer(around).owner();
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "apps.3scale.net/v1alpha1")
        .put("kind", "APIManager")
        .put("name", Blueprint.API_MANAGER)
        .put("uid", owner);
    ObjectNode spec = route.putObject("spec").put("host", host);
    spec.putObject("to").put("kind", "Service").put("name", target).put("weight", 100);
    spec.putObject("port").put("targetPort", target.startsWith("apicast") ? "gateway" : "http");
    String name = around.api().create(Kind.ROUTE, route).at("/metadata/name").asText();
    // The router's word: nobody else plays it.
    around
        .api()
        .mergeStatus(
            Kind.ROUTE,
            name,
            "{\"status\":{\"ingress\":[{\"host\":\""
                + host
                + "\",\"routerName\":\"default\","
                + "\"conditions\":[{\"type\":\"Admitted\",\"status\":\"True\"}]}]}}");
  }
}

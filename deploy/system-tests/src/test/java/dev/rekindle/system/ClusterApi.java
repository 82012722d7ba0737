package dev.rekindle.system;

import dev.rekindle.system.stack.SandboxDescription;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an administrator of the cluster does while a restore waits. */
final class ClusterApi {

  private final String server;
  private final String token;
  private final String namespace;

  ClusterApi(SandboxDescription sandbox) throws IOException {
    String kubeconfig = Files.readString(Path.of(sandbox.kubeconfig()));
    server = value(kubeconfig, "server");
    token = value(kubeconfig, "token");
    namespace = sandbox.namespace();
  }

  /** Sets the replicas of a Deployment. */
  void scale(String deployment, int replicas) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    server
                        + "/apis/apps/v1/namespaces/"
                        + namespace
                        + "/deployments/"
                        + deployment
                        + "/scale"))
            .method(
                "PATCH",
                HttpRequest.BodyPublishers.ofString("{\"spec\": {\"replicas\": " + replicas + "}}"))
            .header("Content-Type", "application/merge-patch+json")
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
    }
  }

  private static String value(String kubeconfig, String key) {
    Matcher found = Pattern.compile("\\b" + key + ": \"?([^\"\\s]+)").matcher(kubeconfig);
    if (!found.find()) {
      throw new IllegalStateException("The kubeconfig has no " + key);
    }
    return found.group(1);
  }
}

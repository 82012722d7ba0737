package dev.rekindle.system.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cluster itself: what its administrator does, and what is in it. */
public final class ClusterApi {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final String server;
  private final String token;
  private final String namespace;

  public ClusterApi(String kubeconfigFile, String namespace) throws IOException {
    String kubeconfig = Files.readString(Path.of(kubeconfigFile));
    server = value(kubeconfig, "server");
    token = value(kubeconfig, "token");
    this.namespace = namespace;
  }

  /** Sets the replicas of a Deployment. */
  public void scale(String deployment, int replicas) throws IOException, InterruptedException {
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
    String _ = send(request);
  }

  /** Creates an object below a collection's path. */
  public void create(String path, JsonNode object) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + path))
            .POST(HttpRequest.BodyPublishers.ofString(object.toString()))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .build();
    String _ = send(request);
  }

  /** What stands at a path. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Authorization", "Bearer " + token)
            .build();
    return JsonHttp.JSON.readTree(send(request));
  }

  /** All Jobs of the namespace; an empty object while the cluster does not answer. */
  public JsonNode jobs() {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(server + "/apis/batch/v1/namespaces/" + namespace + "/jobs"))
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return JsonHttp.JSON.readTree(send(request));
    } catch (IOException e) {
      return JsonHttp.JSON.createObjectNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return JsonHttp.JSON.createObjectNode();
    }
  }

  private static String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 && answer.statusCode() != 201) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static String value(String kubeconfig, String key) {
    Matcher found = Pattern.compile("\\b" + key + ": \"?([^\"\\s]+)").matcher(kubeconfig);
    if (!found.find()) {
      throw new IllegalStateException("The kubeconfig has no " + key);
    }
    return found.group(1);
  }
}

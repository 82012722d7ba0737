package dev.rekindle.coordinator.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * POST to an address.
 *
 * @param format of the body
 * @param urlFile holds the address, which is a secret at chat services; read at each use
 * @param tokenFile holds a bearer token; read at each use
 * @param wording what a chat message says
 */
record HttpChannel(
    Format format, Path urlFile, Optional<Path> tokenFile, Wording wording, HttpClient http)
    implements Channel {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How a message looks. */
  enum Format {
    /** A CloudEvent 1.0 in structured JSON. */
    CLOUDEVENTS,
    /** What Slack, Mattermost, Rocket.Chat and the like take: {@code {"text": ...}}. */
    SLACK
  }

  static HttpClient client() {
    return HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  @Override
  public Optional<String> problem(Notification notification) throws InterruptedException {
    try {
      HttpResponse<Void> answer =
          http.send(request(notification), HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() / 100 == 2
          ? Optional.empty()
          : Optional.of("status " + answer.statusCode());
    } catch (IOException e) {
      return Optional.of(e.getClass().getSimpleName());
    } catch (IllegalArgumentException e) {
      return Optional.of("the file with the address holds none");
    }
  }

  private HttpRequest request(Notification notification) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(Files.readString(urlFile).strip()))
            .timeout(PATIENCE)
            .header("Content-Type", Messages.mediaType(format))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Messages.body(format, wording, notification), StandardCharsets.UTF_8));
    if (tokenFile.isPresent()) {
      request.header("Authorization", "Bearer " + Files.readString(tokenFile.get()).strip());
    }
    return request.build();
  }
}

package dev.rekindle.sandbox.oc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Runs a command in a container, over a WebSocket of {@code v4.channel.k8s.io}. */
final class PodExec {

  private static final int CHUNK = 32 * 1024;
  private static final int STATUS = 3;

  private final Api api;

  PodExec(Api api) {
    this.api = api;
  }

  /**
   * Runs; the answer is the exit code.
   *
   * @param container empty: the pod's first
   * @param in null: none
   */
  int run(
      String pod,
      String container,
      List<String> command,
      @Nullable InputStream in,
      OutputStream out,
      OutputStream err) {
    JsonNode found = api.get(new Resource(Resource.Kind.POD, pod));
    String name = container.isEmpty() ? found.at("/spec/containers/0/name").asText() : container;
    StringBuilder path =
        new StringBuilder(new Resource(Resource.Kind.POD, pod).path(api.namespace()))
            .append("/exec?stdout=true&stderr=true&container=")
            .append(name)
            .append(in == null ? "" : "&stdin=true");
    command.forEach(
        word -> path.append("&command=").append(URLEncoder.encode(word, StandardCharsets.UTF_8)));
    Channels channels = new Channels(out, err);
    WebSocket socket = connect(path.toString(), channels);
    if (in != null) {
      Thread.ofPlatform().daemon().start(() -> feed(socket, in));
    }
    return exit(channels.status());
  }

  private WebSocket connect(String path, Channels channels) {
    try {
      return api.http()
          .newWebSocketBuilder()
          .header("Authorization", "Bearer " + api.token())
          .subprotocols("v4.channel.k8s.io")
          .buildAsync(api.webSocket(path), channels)
          .join();
    } catch (CompletionException e) {
      String why =
          e.getCause() instanceof WebSocketHandshakeException refused
              ? "container not found, or " + refused.getResponse().statusCode()
              : String.valueOf(e.getCause());
      throw new Failure("error: unable to upgrade connection: " + why);
    }
  }

  /** There is no way to say that the input ended: the command must know by itself. */
  private static void feed(WebSocket socket, InputStream in) {
    byte[] chunk = new byte[CHUNK + 1];
    try (in) {
      int count;
      while ((count = in.read(chunk, 1, CHUNK)) >= 0) {
        WebSocket _ =
            socket.sendBinary(ByteBuffer.wrap(Arrays.copyOf(chunk, count + 1)), true).join();
      }
    } catch (IOException | CompletionException gone) {
      // The command ended before its input did; its exit code tells more.
    }
  }

  private static int exit(String status) {
    try {
      JsonNode json = Api.JSON.readTree(status);
      if (json.path("status").asText().equals("Success")) {
        return 0;
      }
      if (json.path("reason").asText().equals("NonZeroExitCode")) {
        return json.at("/details/causes/0/message").asInt(1);
      }
      throw new Failure("error: " + json.path("message").asText(status));
    } catch (IOException e) {
      throw new Failure("error: the command ended with: " + status);
    }
  }

  /** What comes back: output as it comes, and the status at the end. */
  private static final class Channels implements WebSocket.Listener {

    private final OutputStream out;
    private final OutputStream err;
    private final ByteArrayOutputStream status = new ByteArrayOutputStream();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private int channel = -1;

    Channels(OutputStream out, OutputStream err) {
      this.out = out;
      this.err = err;
    }

    String status() {
      try {
        return ended.join();
      } catch (CompletionException e) {
        throw new Failure("error: unexpected EOF: " + e.getCause());
      }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      if (channel < 0 && data.hasRemaining()) {
        channel = data.get();
      }
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      try {
        OutputStream to = channel == STATUS ? status : channel == 2 ? err : out;
        to.write(bytes);
        to.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (last) {
        boolean whole = channel == STATUS && status.size() > 0;
        channel = -1;
        if (whole) {
          ended.complete(status.toString(StandardCharsets.UTF_8));
        }
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      ended.completeExceptionally(new IOException("closed with " + code));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      ended.completeExceptionally(error);
    }
  }
}

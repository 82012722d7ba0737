package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.registry.Registry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exec and port-forward over WebSocket, subprotocol {@code v4.channel.k8s.io} (v5 for kubectl: it
 * can close stdin).
 */
final class PodSockets {
  private static final int CLOSE = 255;

  private final Registry registry;
  private final Pods pods;
  private final Vertx vertx;
  private final Set<ServerWebSocket> open = ConcurrentHashMap.newKeySet();

  PodSockets(Registry registry, Pods pods, Vertx vertx) {
    this.registry = registry;
    this.pods = pods;
    this.vertx = vertx;
  }

  /** A handshake that fails with a plain text, as the kubelet's refusals do. */
  static final class Refused extends RuntimeException {
    private final String text;

    Refused(String message) {
      super(message, null, false, false);
      this.text = message;
    }

    String text() {
      return text;
    }
  }

  void exec(HttpServerRequest request, Place place, Call call) {
    ObjectNode pod = registry.get(place.target());
    var container =
        new Pods.PodContainer(place.namespace(), place.name(), Dispatch.containerOf(pod, call));
    if (!pods.running(container)) {
      throw new Refused("container not found (\"" + container.container() + "\")");
    }
    request.toWebSocket().onSuccess(socket -> run(socket, container, call));
  }

  private void run(ServerWebSocket socket, Pods.PodContainer container, Call call) {
    track(socket);
    FrameInput input = new FrameInput(() -> vertx.runOnContext(x -> socket.resume()));
    boolean stdin = call.flag("stdin");
    if (!stdin) {
      input.end();
    }
    socket.binaryMessageHandler(frame -> {
      int channel = frame.length() == 0 ? -1 : frame.getByte(0) & 0xff;
      if (channel == 0 && input.offer(frame.getBytes(1, frame.length()))) {
        socket.pause();
      } else if (channel == CLOSE && frame.length() > 1 && frame.getByte(1) == 0) {
        input.end();
      }
    });
    socket.closeHandler(x -> {
      open.remove(socket);
      input.end();
    });
    socket.exceptionHandler(e -> input.end());
    boolean output = call.flag("stdout") || call.flag("stderr");
    socket.writeBinaryMessage(Buffer.buffer(new byte[] {(byte) (output ? 1 : 3)}));
    Thread.ofVirtual()
        .name("exec-" + container.pod())
        .start(() -> command(socket, container, call, input));
  }

  private void command(
      ServerWebSocket socket, Pods.PodContainer container, Call call, FrameInput input) {
    List<String> command = call.query().getOrDefault("command", List.of());
    OutputStream out =
        call.flag("stdout") ? new ChannelOutput(socket, 1) : OutputStream.nullOutputStream();
    OutputStream err =
        call.flag("tty")
            ? out
            : call.flag("stderr") ? new ChannelOutput(socket, 2) : OutputStream.nullOutputStream();
    ObjectNode status;
    try {
      int exit = pods.exec(container, command, new Pods.Streams(input, out, err)).waitFor();
      status = exit == 0 ? success() : nonZero(command, exit);
    } catch (IOException e) {
      status = notStarted(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      status = notStarted("interrupted");
    }
    try (OutputStream end = new ChannelOutput(socket, 3)) {
      end.write(Json.write(status).getBytes(StandardCharsets.UTF_8));
    } catch (IOException gone) {
      return;
    }
    socket.close((short) 1000);
  }

  private static ObjectNode success() {
    ObjectNode status = Json.object();
    status.putObject("metadata");
    return status.put("status", "Success");
  }

  private static ObjectNode nonZero(List<String> command, int exit) {
    ObjectNode status = Json.object();
    status.putObject("metadata");
    status.put("status", "Failure");
    status.put(
        "message",
        "command terminated with non-zero exit code: error executing command [%s], exit code %d"
            .formatted(String.join(" ", command), exit));
    status.put("reason", "NonZeroExitCode");
    Json.ensureArray(status, "details.causes")
        .addObject()
        .put("reason", "ExitCode")
        .put("message", Integer.toString(exit));
    return status;
  }

  private static ObjectNode notStarted(String why) {
    String text =
        "error executing command in container: failed to exec in container: OCI runtime exec failed: exec failed:"
            + " unable to start container process: "
            + why;
    ObjectNode status = Json.object();
    status.putObject("metadata");
    status
        .put("status", "Failure")
        .put("message", "Internal error occurred: " + text)
        .put("reason", "InternalError");
    Json.ensureArray(status, "details.causes").addObject().put("message", text);
    return status.put("code", 500);
  }

  private void track(ServerWebSocket socket) {
    open.add(socket);
  }

  void forward(HttpServerRequest request, Place place, Call call) {
    registry.get(place.target());
    int port = Integer.parseInt(call.parameter("ports").split(",", 2)[0]);
    request
        .toWebSocket()
        .onSuccess(socket -> {
          track(socket);
          new Forwarding(vertx, socket, port, () -> open.remove(socket))
              .start(pods.address(place.namespace(), place.name(), port), place.name());
        });
  }

  void breakAll() {
    open.forEach(ServerWebSocket::close);
  }
}

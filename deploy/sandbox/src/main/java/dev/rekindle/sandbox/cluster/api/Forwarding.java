package dev.rekindle.sandbox.cluster.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One forwarded port: channel 0 data, channel 1 error; each opens with the port, little endian. */
final class Forwarding {
  private final NetClient client;
  private final ServerWebSocket socket;
  private final int port;
  private final Runnable closed;

  Forwarding(Vertx vertx, ServerWebSocket socket, int port, Runnable closed) {
    this.client = vertx.createNetClient();
    this.socket = socket;
    this.port = port;
    this.closed = closed;
  }

  void start(Optional<InetSocketAddress> address, String pod) {
    socket.pause();
    for (int channel = 0; channel < 2; channel++) {
      byte[] opening = {(byte) channel, (byte) port, (byte) (port >> 8)};
      socket.writeBinaryMessage(Buffer.buffer(opening));
    }
    socket.closeHandler(x -> {
      closed.run();
      client.close();
    });
    if (address.isEmpty()) {
      refuse(pod, "no such pod");
      return;
    }
    client
        .connect(address.get().getPort(), address.get().getHostString())
        .onSuccess(this::connect)
        .onFailure(e -> refuse(pod, "connect: connection refused"));
  }

  private void refuse(String pod, String why) {
    String text =
        "error forwarding port %d to pod %s, uid : failed to execute portforward: %s"
            .formatted(port, pod, why);
    socket
        .writeBinaryMessage(
            Buffer.buffer().appendByte((byte) 1).appendString(text, StandardCharsets.UTF_8.name()))
        .onComplete(x -> socket.close((short) 1000));
    socket.resume();
  }

  private void connect(NetSocket remote) {
    remote.handler(data -> {
      socket.writeBinaryMessage(
          Buffer.buffer(data.length() + 1).appendByte((byte) 0).appendBuffer(data));
      if (socket.writeQueueFull()) {
        remote.pause();
        socket.drainHandler(x -> remote.resume());
      }
    });
    remote.closeHandler(x -> {
      if (!socket.isClosed()) socket.close((short) 1000);
    });
    remote.exceptionHandler(e -> remote.close());
    socket.binaryMessageHandler(frame -> {
      if (frame.length() > 1 && frame.getByte(0) == 0) {
        remote.write(frame.slice(1, frame.length()));
        if (remote.writeQueueFull()) {
          socket.pause();
          remote.drainHandler(x -> socket.resume());
        }
      }
    });
    socket.closeHandler(x -> {
      closed.run();
      remote.close();
      client.close();
    });
    socket.resume();
  }
}

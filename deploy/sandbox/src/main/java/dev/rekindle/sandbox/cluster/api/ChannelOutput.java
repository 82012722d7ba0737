package dev.rekindle.sandbox.cluster.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;

/**
 * One channel of a {@code v4.channel.k8s.io} connection; a write blocks until the frame is on its
 * way.
 */
final class ChannelOutput extends OutputStream {
  private final ServerWebSocket socket;
  private final byte channel;

  ChannelOutput(ServerWebSocket socket, int channel) {
    this.socket = socket;
    this.channel = (byte) channel;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    Buffer frame = Buffer.buffer(length + 1).appendByte(channel).appendBytes(from, offset, length);
    send(frame);
  }

  private void send(Buffer frame) throws IOException {
    try {
      socket.writeBinaryMessage(frame).toCompletionStage().toCompletableFuture().get();
    } catch (InterruptedException | ExecutionException | IllegalStateException e) {
      throw new IOException("the connection is gone", e);
    }
  }
}

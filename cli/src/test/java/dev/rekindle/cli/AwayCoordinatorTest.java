package dev.rekindle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line beside a coordinator that dies, and with files that are none. */
class AwayCoordinatorTest {

  private final StringWriter errors = new StringWriter();

  @Test
  void watching_goes_on_when_the_coordinator_is_started_again() throws Exception {
    // Given
    CompletableFuture<Void> asked = new CompletableFuture<>();
    HttpServer first = coordinator(0, "RUNNING", asked);
    int port = first.getAddress().getPort();
    CompletableFuture<Integer> watching =
        CompletableFuture.supplyAsync(() -> run("restore", "watch", "a b", "--url", url(port)));
    asked.join();

    // When
    first.stop(0);
    Thread.sleep(1500);
    HttpServer second = coordinator(port, "SUCCEEDED", new CompletableFuture<>());

    // Then
    assertThat(watching.join()).isZero();
    second.stop(0);
  }

  @Test
  void a_coordinator_that_never_answered_is_away() {
    assertThat(run("restore", "watch", "x", "--url", "http://127.0.0.1:1")).isEqualTo(3);
    assertThat(errors.toString()).contains("no coordinator answers at http://127.0.0.1:1");
  }

  @Test
  void a_plan_that_is_no_file_or_no_text_is_named(@TempDir Path folder) throws IOException {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});
    Path missing = folder.resolve("missing");

    assertThat(run("plan", "check", binary.toString())).isEqualTo(1);
    assertThat(run("plan", "check", missing.toString())).isEqualTo(1);

    assertThat(errors.toString())
        .contains(binary + " is not text in UTF-8", "there is no file " + missing);
  }

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(errors, true));
    return line.execute(arguments);
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  private static HttpServer coordinator(int port, String state, CompletableFuture<Void> asked)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/api/v1/restores/a b",
        exchange -> {
          byte[] body = ("{\"state\": \"" + state + "\"}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
          asked.complete(null);
        });
    server.start();
    return server;
  }
}

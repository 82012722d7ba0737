package dev.rekindle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rekindle.contract.access.TokenText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TokenTest {

  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;
  private HttpServer server;

  @BeforeEach
  void listen() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] body = "{\"items\": [], \"name\": \"token:x\"}".getBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Test
  void the_token_of_a_file_goes_with_every_kind_of_call() throws Exception {
    // Given
    Path file = Files.writeString(folder.resolve("token"), "rk_secret\n");
    Path plan = Files.writeString(folder.resolve("plan.yaml"), "name: x\n");
    String[] login = {"--url", url(), "--token-file", file.toString()};

    // When
    run("whoami", login[0], login[1], login[2], login[3]);
    run("plan", "check", plan.toString(), login[0], login[1], login[2], login[3]);
    run("token", "revoke", "0", login[0], login[1], login[2], login[3]);
    run("restore", "hold", "1", "--reason", "x", login[0], login[1], login[2], login[3]);

    // Then
    assertThat(authorizations).hasSize(4).containsOnly("Bearer rk_secret");
  }

  @Test
  void without_a_token_none_is_sent() {
    run("whoami", "--url", url());

    assertThat(authorizations).containsExactly("null");
  }

  @Test
  void a_token_file_that_cannot_be_read_is_told_and_nothing_is_called() {
    int exit = run("whoami", "--url", url(), "--token-file", folder.resolve("none").toString());

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("TOKEN_UNREADABLE");
    assertThat(authorizations).isEmpty();
  }

  @Test
  void a_drawn_token_is_read_back_and_fits_its_hash_alone() {
    TokenText token = TokenText.draw(new SecureRandom());

    assertThat(TokenText.parse(token.whole())).contains(token);
    assertThat(token.matches(token.hash())).isTrue();
    assertThat(TokenText.draw(new SecureRandom()).matches(token.hash())).isFalse();
    assertThat(token.toString()).doesNotContain(token.secret());
    assertThat(TokenText.parse("eyJhbGciOi.J9.x")).isEmpty();
  }
}

package dev.rekindle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextsTest {

  @TempDir Path folder;
  private Contexts contexts;

  @BeforeEach
  void two_coordinators() {
    contexts = new Contexts(folder.resolve("rekindle"));
    contexts.set("east", "https://east.example", folder.resolve("east.token"));
    contexts.set("west", "https://west.example", null);
    contexts.use("west");
  }

  @Test
  void what_is_nearer_to_the_command_wins() {
    Connection plain = new Connection();
    Connection named = new Connection();
    named.context = "east";
    Connection addressed = new Connection();
    addressed.context = "east";
    addressed.url = "https://north.example";
    Map<String, String> environment = Map.of("REKINDLE_CONTEXT", "east");
    Map<String, String> both = Map.of("REKINDLE_CONTEXT", "east", "REKINDLE_URL", "http://south");

    assertThat(plain.place(Map.of(), contexts).url()).isEqualTo("https://west.example");
    assertThat(plain.place(environment, contexts).url()).isEqualTo("https://east.example");
    assertThat(plain.place(both, contexts).url()).isEqualTo("http://south");
    assertThat(named.place(both, contexts).url()).isEqualTo("https://east.example");
    assertThat(addressed.place(both, contexts).url()).isEqualTo("https://north.example");
    assertThat(plain.place(Map.of(), new Contexts(folder.resolve("none"))).url())
        .isEqualTo("http://127.0.0.1:8080");
  }

  @Test
  void an_address_that_is_given_otherwise_gets_no_token_of_a_context() {
    Connection addressed = new Connection();
    addressed.context = "east";
    addressed.url = "https://north.example";
    Connection named = new Connection();
    named.context = "east";

    assertThat(addressed.place(Map.of(), contexts).tokenFile()).isEmpty();
    assertThat(named.place(Map.of(), contexts).tokenFile())
        .isEqualTo(Optional.of(folder.resolve("east.token")));
  }

  @Test
  void a_token_is_never_kept_only_where_it_is() throws Exception {
    Files.writeString(folder.resolve("east.token"), "rk_secret");
    contexts.set("east", "https://east.example", folder.resolve("east.token"));

    assertThat(Files.readString(folder.resolve("rekindle/contexts.json")))
        .contains("east.token")
        .doesNotContain("rk_secret");
  }

  @Test
  void a_context_that_is_forgotten_is_not_in_use_any_more() {
    contexts.remove("west");

    assertThat(contexts.current()).isNull();
    assertThat(contexts.all()).containsOnlyKeys("east");
    assertThatThrownBy(() -> contexts.use("west")).hasMessageContaining("UNKNOWN_CONTEXT", "east");
  }
}

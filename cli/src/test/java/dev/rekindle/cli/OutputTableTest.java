package dev.rekindle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every verb: what it prints with {@code -o json} and {@code -o yaml} is read by a program. */
class OutputTableTest {

  private static final String ANSWER =
      """
      {"id": "1", "name": "x", "token": "rk_x", "expiresAt": "later", "state": "SUCCEEDED", "head": "h",
       "items": [{"name": "x"}], "problems": [], "stages": []}
      """;

  /** Print nothing: what they did is their exit status. */
  private static final Set<String> SILENT =
      Set.of("context set", "context use", "context remove", "token revoke");

  /** Its answer is a script, for a shell. */
  private static final Set<String> OTHER = Set.of("completion");

  @TempDir Path folder;
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = ANSWER.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Files.writeString(folder.resolve("system-mysql-backup.gz"), "x");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The arguments of each verb. */
  private Map<String, String> table() {
    String url = " --url http://127.0.0.1:" + server.getAddress().getPort();
    String file = folder.resolve("system-mysql-backup.gz").toString();
    Map<String, String> table = new TreeMap<>();
    for (String list :
        List.of(
            "alert list",
            "alert decisions",
            "application",
            "cluster",
            "plan list",
            "policy list",
            "policy schema",
            "restore list",
            "token list",
            "whoami")) {
      table.put(list, url);
    }
    for (String show : List.of("restore show", "restore journal", "restore watch", "plan show")) {
      table.put(show, "1" + url);
    }
    for (String wish : List.of("hold", "resume", "reject", "cancel", "fail")) {
      table.put("restore " + wish, "1 --reason r" + url);
    }
    table.put("restore start", "shop --backup newest --reason r" + url);
    table.put("restore approve", "1 --digest d --reason r" + url);
    table.put("restore waive", "1 --stage s --code c --subject u --reason r" + url);
    table.put("restore retry", "1 s --reason r" + url);
    table.put("restore skip", "1 s --reason r" + url);
    table.put("restore export", "1 --to " + folder.resolve("bundle.json") + url);
    table.put("alert replay", file + url);
    table.put("plan check", file + url);
    table.put("policy check", file + url);
    table.put("backup index", folder.toString());
    table.put("backup list", "shop" + url);
    table.put("backup make", "shop --plan shop-backup --reason r" + url);
    table.put("backup verify", folder.toString());
    table.put("kafka acls", "db --cluster east");
    table.put("kafka user", "db --cluster east --kafka events");
    table.put("context list", "");
    table.put("token create", "x --grant viewer" + url);
    table.put("token generate", "");
    return table;
  }

  @Test
  void the_table_has_every_verb_that_prints() {
    Set<String> verbs = new TreeSet<>(verbs(Main.commandLine(), ""));
    verbs.removeAll(SILENT);
    verbs.removeAll(OTHER);

    assertThat(table().keySet()).isEqualTo(verbs);
  }

  @Test
  void what_each_prints_as_json_and_yaml_is_one_document() throws IOException {
    List<String> wrong = new ArrayList<>();
    assertThat(printed("backup index", folder.toString())).contains("wrote");

    for (Map.Entry<String, String> verb : table().entrySet()) {
      String json = printed(verb.getKey(), verb.getValue() + " -o json");
      String yaml = printed(verb.getKey(), verb.getValue() + " -o yaml");
      try {
        JsonNode one = Api.JSON.reader().readTree(json);
        JsonNode other = new YAMLMapper().readTree(yaml);
        boolean random = verb.getKey().equals("token generate");
        if (!one.isContainerNode() || (!random && !one.equals(other))) {
          wrong.add(verb.getKey() + " prints " + json + " and " + yaml);
        }
      } catch (IOException e) {
        wrong.add(verb.getKey() + " prints " + json + ": " + e.getMessage());
      }
    }

    assertThat(wrong).isEmpty();
  }

  private static String printed(String verb, String arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      String[] all = (verb + " " + arguments).strip().split(" +");
      assertThat(Main.commandLine().execute(all)).as(Arrays.toString(all)).isZero();
    } finally {
      System.setOut(before);
    }
    return out.toString(UTF_8);
  }

  /** Those without verbs below them. */
  private static List<String> verbs(CommandLine line, String path) {
    List<String> all = new ArrayList<>();
    line.getSubcommands()
        .forEach((name, sub) -> {
          String verb = (path + " " + name).strip();
          all.addAll(sub.getSubcommands().isEmpty() ? List.of(verb) : verbs(sub, verb));
        });
    return all;
  }
}

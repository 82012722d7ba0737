package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.system.stack.ForeignFolder;
import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Whoever names a folder of theirs by mistake keeps it. */
class ForeignFolderTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"demo", "up", "down"})
  void is_refused_and_left_as_it_is(String verb) throws IOException {
    // Given
    Path home = Files.createDirectory(folder.resolve("thesis"));
    Files.writeString(home.resolve("chapter-1.txt"), "two years of work");
    StringWriter said = new StringWriter();

    // When
    int status = run(said, verb, home);

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(said.toString()).contains(home.toString()).contains("--home");
    assertThat(filesOf(home)).containsExactly("chapter-1.txt");
  }

  @Test
  void is_not_written_into_by_who_only_looks() throws IOException {
    // Given
    Path home = Files.createDirectory(folder.resolve("empty"));

    // When
    int status = run(new StringWriter(), "status", home);

    // Then
    assertThat(status).isEqualTo(1);
    assertThat(filesOf(home)).isEmpty();
  }

  @Test
  void is_told_from_an_installation_by_a_mark() throws IOException {
    // Given
    Path home = folder.resolve("installation");
    new Layout(folder, home).claim();
    Files.writeString(home.resolve("sandbox.json"), "{}");

    // When
    int status = run(new StringWriter(), "down", home);

    // Then
    assertThat(status).isZero();
    assertThat(home).doesNotExist();
  }

  @Test
  void may_be_empty_and_belongs_to_who_fills_it() throws IOException {
    // Given
    Path home = Files.createDirectory(folder.resolve("empty"));
    Layout mine = new Layout(folder, home);
    Files.writeString(home.resolve("catalog"), "written before the mark");

    // When
    Layout others = new Layout(folder, home);

    // Then
    assertThatThrownBy(others::claim).isInstanceOf(ForeignFolder.class);
    assertThatThrownBy(others::delete).isInstanceOf(ForeignFolder.class);
    mine.claim();
    others.delete();
    assertThat(home).doesNotExist();
  }

  private int run(StringWriter said, String verb, Path home) {
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(said, true));
    return line.execute(verb, "--root", folder.toString(), "--home", home.toString());
  }

  private static List<String> filesOf(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

package dev.rekindle.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

  @TempDir Path folder;

  @Test
  void can_spell_every_file_name_and_finds_programs_even_when_the_environment_is_empty()
      throws Exception {
    // When
    Process parent =
        new ProcessBuilder(
                "env",
                "-i",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Spelling.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(parent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // Then
    assertThat(parent.waitFor()).as(output).isZero();
    assertThat(output).contains("sun.jnu.encoding = UTF-8");
    assertThat(output).containsPattern("(?m)^PATH=.*/usr/bin");
  }
}

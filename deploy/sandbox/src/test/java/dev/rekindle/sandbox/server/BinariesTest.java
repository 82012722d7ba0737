package dev.rekindle.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {

  @TempDir Path folder;

  @Test
  void the_cache_of_a_user_without_a_home_is_in_the_temporary_folder() {
    // When
    Path cache = Binaries.cache(Map.of(), Path.of("/proc/nonexistent"), folder);

    // Then
    assertThat(cache).hasParentRaw(folder);
  }

  @Test
  void the_environment_knows_better_than_the_password_file_where_the_home_is() throws Exception {
    // Given
    Path home = Files.createDirectory(folder.resolve("home"));

    // When
    Path cache = Binaries.cache(Map.of("HOME", home.toString()), folder, folder);

    // Then
    assertThat(cache).startsWith(home);
  }
}

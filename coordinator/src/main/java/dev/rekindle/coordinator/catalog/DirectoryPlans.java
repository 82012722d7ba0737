package dev.rekindle.coordinator.catalog;

import dev.rekindle.coordinator.order.CatalogUnreadable;
import dev.rekindle.coordinator.order.PlanTexts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans as {@code plans/NAME.yaml}; those that come with Rekindle are there unless replaced. */
public final class DirectoryPlans implements PlanTexts {

  private static final Set<String> BUILT_IN =
      Set.of(
          "threescale",
          "threescale-backup",
          "threescale-deploymentconfigs",
          "threescale-external",
          "threescale-jobs",
          "threescale-orphans",
          "threescale-sphinx");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final String ENDING = ".yaml";

  private final Path directory;

  /**
   * Serves a folder.
   *
   * @param directory need not exist
   */
  public DirectoryPlans(Path directory) {
    this.directory = directory;
  }

  @Override
  public SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(BUILT_IN);
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> name.endsWith(ENDING))
            .map(name -> name.substring(0, name.length() - ENDING.length()))
            .filter(name -> NAME.matcher(name).matches())
            .forEach(names::add);
      } catch (IOException e) {
        throw new CatalogUnreadable(directory + " cannot be listed", e);
      }
    }
    return names;
  }

  @Override
  public Optional<String> text(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    Path file = directory.resolve(name + ENDING);
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : builtIn(name);
    } catch (IOException e) {
      throw new CatalogUnreadable(file + " cannot be read", e);
    }
  }

  private static Optional<String> builtIn(String name) throws IOException {
    if (!BUILT_IN.contains(name)) {
      return Optional.empty();
    }
    try (@Nullable InputStream in =
        DirectoryPlans.class.getResourceAsStream("/plans/" + name + ENDING)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}

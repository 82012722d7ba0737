package dev.rekindle.sandbox.cluster.kubelet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Which image names stand for what; the last registration that matches wins.
 *
 * <p>A name that nobody registered is a plain image of the machine's own commands, unless it ends
 * in {@code :missing}.
 */
public final class ImageCatalog {
  private static final Image PLAIN = new Image() {};

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  private record Entry(Pattern name, Image image) {}

  public ImageCatalog() {
    register(".*:missing", Image.missing());
  }

  /** The pattern must match the whole image name. */
  public void register(String pattern, Image image) {
    entries.addFirst(new Entry(Pattern.compile(pattern), image));
  }

  Image find(String name) {
    return entries.stream()
        .filter(e -> e.name().matcher(name).matches())
        .map(Entry::image)
        .findFirst()
        .orElse(PLAIN);
  }
}

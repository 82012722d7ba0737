package dev.rekindle.coordinator.notify;

import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.coordinator.exchange.FactSubscriber;
import dev.rekindle.coordinator.exchange.FactSubscribers;
import dev.rekindle.coordinator.file.YamlFile;
import dev.rekindle.coordinator.order.CatalogUnreadable;
import dev.rekindle.coordinator.view.RestoreViews;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code notifications.yaml}: {@code notifications} as a list of {@code name, format (slack or
 * cloudevents), urlFile, tokenFile, on, applications, console}. Read at the start. A missing file
 * tells nobody.
 */
public final class NotificationFile implements FactSubscribers {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,40}");

  private static final Set<Occasion> USUAL = EnumSet.complementOf(EnumSet.of(Occasion.STARTED));

  private final YamlFile<Content> file;
  private final RestoreViews restores;

  private record Content(List<Entry> notifications) {}

  private record Entry(
      String name,
      String format,
      String urlFile,
      @Nullable String tokenFile,
      List<String> on,
      List<String> applications,
      @Nullable String console) {}

  public NotificationFile(Path file, MessageCodec codec, RestoreViews restores) {
    this.file = new YamlFile<>(file, Content.class, codec);
    this.restores = restores;
  }

  /** {@link CatalogUnreadable} says what is wrong with the file. */
  @Override
  public List<FactSubscriber> all() {
    return targets().stream()
        .<FactSubscriber>map(
            target -> new Notifier(target, restores, Patience.USUAL, InstantSource.system()))
        .toList();
  }

  List<Target> targets() {
    return file.read(List.of(), NotificationFile::targets);
  }

  private static List<Target> targets(Content content) {
    List<Target> targets = content.notifications().stream().map(NotificationFile::target).toList();
    if (targets.stream().map(Target::name).distinct().count() < targets.size()) {
      throw new IllegalArgumentException("two have the same name");
    }
    return targets;
  }

  private static Target target(Entry entry) {
    if (!NAME.matcher(entry.name()).matches()) {
      throw new IllegalArgumentException(
          "Name '" + entry.name() + "' is not lower case letters, digits and dashes");
    }
    return new Target(
        entry.name(),
        format(entry.format()),
        Path.of(entry.urlFile()),
        Optional.ofNullable(entry.tokenFile()).map(Path::of),
        entry.on().isEmpty()
            ? USUAL
            : entry.on().stream().map(NotificationFile::occasion).collect(Collectors.toSet()),
        Set.copyOf(entry.applications()),
        Optional.ofNullable(entry.console()).map(URI::create));
  }

  private static Target.Format format(String text) {
    return switch (text) {
      case "slack" -> Target.Format.SLACK;
      case "cloudevents" -> Target.Format.CLOUDEVENTS;
      default ->
          throw new IllegalArgumentException("Format is slack or cloudevents, not '" + text + "'");
    };
  }

  private static Occasion occasion(String text) {
    return Arrays.stream(Occasion.values())
        .filter(occasion -> occasion.wireName().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'on' takes "
                    + Arrays.stream(Occasion.values())
                        .map(Occasion::wireName)
                        .collect(Collectors.joining(", "))
                    + ", not '"
                    + text
                    + "'"));
  }
}

package dev.rekindle.coordinator.notify;

import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.coordinator.exchange.FactSubscriber;
import dev.rekindle.coordinator.exchange.FactSubscribers;
import dev.rekindle.coordinator.file.YamlFile;
import dev.rekindle.coordinator.order.CatalogUnreadable;
import dev.rekindle.coordinator.view.RestoreViews;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code notifications.yaml}: {@code notifications} as a list of {@code name, format (slack,
 * cloudevents or mail), on, applications, console}, with {@code urlFile, tokenFile} or for a mail
 * {@code server, plaintext, user, passwordFile, from, to, subject}; {@code text} is a template for
 * people. Read at the start. A missing file tells nobody.
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
      @Nullable String urlFile,
      @Nullable String tokenFile,
      @Nullable String server,
      @Nullable Boolean plaintext,
      @Nullable String user,
      @Nullable String passwordFile,
      @Nullable String from,
      List<String> to,
      @Nullable String subject,
      @Nullable String text,
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
        channel(entry),
        entry.on().isEmpty()
            ? USUAL
            : entry.on().stream().map(NotificationFile::occasion).collect(Collectors.toSet()),
        Set.copyOf(entry.applications()));
  }

  private static Channel channel(Entry entry) {
    return switch (entry.format()) {
      case "slack" -> http(entry, HttpChannel.Format.SLACK);
      case "cloudevents" -> http(entry, HttpChannel.Format.CLOUDEVENTS);
      case "mail" -> mail(entry);
      default ->
          throw new IllegalArgumentException(
              "Format is slack, cloudevents or mail, not '" + entry.format() + "'");
    };
  }

  private static HttpChannel http(Entry entry, HttpChannel.Format format) {
    return new HttpChannel(
        format,
        Path.of(given(entry.urlFile(), "urlFile")),
        Optional.ofNullable(entry.tokenFile()).map(Path::of),
        wording(entry, Wording.CHAT),
        HttpChannel.client());
  }

  private static MailChannel mail(Entry entry) {
    return new MailChannel(
        URI.create(given(entry.server(), "server")),
        Boolean.TRUE.equals(entry.plaintext()),
        Optional.ofNullable(entry.user()),
        Optional.ofNullable(entry.passwordFile()).map(Path::of),
        address(given(entry.from(), "from")),
        entry.to().stream().map(NotificationFile::address).toList(),
        wording(entry, Wording.MAIL),
        new Properties());
  }

  private static Wording wording(Entry entry, String text) {
    return new Wording(
        Objects.requireNonNullElse(entry.subject(), Wording.SUBJECT),
        Objects.requireNonNullElse(entry.text(), text),
        Optional.ofNullable(entry.console()).map(URI::create));
  }

  private static InternetAddress address(String text) {
    try {
      return new InternetAddress(text, true);
    } catch (AddressException e) {
      throw new IllegalArgumentException("'" + text + "' is no address of a mail", e);
    }
  }

  private static String given(@Nullable String value, String field) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("'" + field + "' is missing");
    }
    return value;
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

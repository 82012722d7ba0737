package dev.rekindle.coordinator.notify;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message for people says: texts in which {@code ${name}} stands for what is told.
 *
 * @param subject of a mail
 * @param console address of the web console, for links
 */
record Wording(String subject, String text, Optional<URI> console) {

  static final String SUBJECT = "[rekindle] ${title}";

  static final String CHAT = "*${title}*${detailLine}\nplan ${plan}, backup ${backup}\n`${next}`";

  static final String MAIL =
      """
      ${title}.${detailLine}

      Application  ${application} in ${cluster}
      Plan         ${plan}
      Backup       ${backup}
      Wanted by    ${requestedBy}: ${reason}
      Now          ${next}
      Console      ${url}
      """;

  private static final Pattern NAME = Pattern.compile("\\$\\{([a-zA-Z]*)}");

  /** {@link IllegalArgumentException} when a text names what there is not. */
  Wording {
    for (String template : new String[] {subject, text}) {
      Matcher names = NAME.matcher(template);
      while (names.find()) {
        if (!KNOWN.contains(names.group(1))) {
          throw new IllegalArgumentException(
              "a template knows " + KNOWN + ", not '" + names.group(1) + "'");
        }
      }
    }
  }

  private static final SortedSet<String> KNOWN =
      new TreeSet<>(
          List.of(
              "title",
              "detail",
              "detailLine",
              "application",
              "cluster",
              "plan",
              "backup",
              "mode",
              "requestedBy",
              "reason",
              "next",
              "url",
              "restore",
              "occasion",
              "at"));

  /** Without a line's end, which would begin another header. */
  String subject(Notification notification) {
    return filled(subject, notification, UnaryOperator.identity()).replaceAll("\\s+", " ").strip();
  }

  /**
   * The text.
   *
   * @param escape applied to all that is told, and not to the template
   */
  String text(Notification notification, UnaryOperator<String> escape) {
    return filled(text, notification, escape);
  }

  /** The page of the restore; empty when no console is known. */
  Optional<String> link(Notification notification) {
    return console
        .map(Object::toString)
        .map(base -> base.endsWith("/") ? base : base + "/")
        .map(base -> base + "console/restores/" + notification.fact().restore());
  }

  private String filled(String template, Notification notification, UnaryOperator<String> escape) {
    Map<String, String> values = values(notification);
    return NAME.matcher(template)
        .replaceAll(
            name -> Matcher.quoteReplacement(escape.apply(values.getOrDefault(name.group(1), ""))));
  }

  private Map<String, String> values(Notification notification) {
    Map<String, String> values = new TreeMap<>();
    values.put("title", notification.title());
    values.put("detail", notification.detail());
    values.put("detailLine", notification.detail().isEmpty() ? "" : "\n" + notification.detail());
    values.put("application", notification.restore().application());
    values.put("cluster", notification.restore().cluster());
    values.put("plan", notification.restore().plan());
    values.put("backup", notification.restore().backupSet());
    values.put("mode", notification.restore().mode());
    values.put("requestedBy", notification.restore().requestedBy());
    values.put("reason", notification.restore().reason());
    values.put("next", notification.next());
    values.put("url", link(notification).orElse("-"));
    values.put("restore", notification.fact().restore().toString());
    values.put("occasion", notification.occasion().wireName());
    values.put("at", notification.fact().at().toString());
    return values;
  }
}

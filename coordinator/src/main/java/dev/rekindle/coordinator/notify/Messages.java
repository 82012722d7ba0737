package dev.rekindle.coordinator.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The bodies of notifications. */
final class Messages {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Messages() {}

  static String mediaType(Target.Format format) {
    return switch (format) {
      case CLOUDEVENTS -> "application/cloudevents+json; charset=utf-8";
      case SLACK -> "application/json; charset=utf-8";
    };
  }

  static String body(Target target, Notification notification) {
    return switch (target.format()) {
      case CLOUDEVENTS -> cloudEvent(target, notification).toString();
      case SLACK -> slack(target, notification).toString();
    };
  }

  private static ObjectNode cloudEvent(Target target, Notification notification) {
    ObjectNode event =
        JSON.createObjectNode()
            .put("specversion", "1.0")
            .put("id", notification.id())
            .put("source", "/rekindle/coordinator")
            .put("type", "dev.rekindle.restore." + notification.occasion().wireName() + ".v1")
            .put("subject", notification.fact().restore().toString())
            .put("time", notification.fact().at().toString())
            .put("datacontenttype", "application/json");
    ObjectNode data =
        event
            .putObject("data")
            .put("restore", notification.fact().restore().toString())
            .put("application", notification.restore().application())
            .put("cluster", notification.restore().cluster())
            .put("plan", notification.restore().plan())
            .put("backupSet", notification.restore().backupSet())
            .put("mode", notification.restore().mode())
            .put("title", notification.title())
            .put("detail", notification.detail())
            .put("next", notification.next());
    link(target, notification).ifPresent(url -> data.put("url", url));
    return event;
  }

  private static ObjectNode slack(Target target, Notification notification) {
    StringBuilder text = new StringBuilder("*").append(escaped(notification.title())).append("*");
    if (!notification.detail().isEmpty()) {
      text.append('\n').append(escaped(notification.detail()));
    }
    text.append("\nplan ")
        .append(escaped(notification.restore().plan()))
        .append(", backup ")
        .append(escaped(notification.restore().backupSet()))
        .append("\n`")
        .append(notification.next())
        .append('`');
    link(target, notification).ifPresent(url -> text.append("\n<").append(url).append("|Open>"));
    return JSON.createObjectNode().put("text", text.toString());
  }

  /** What Slack asks for, and what keeps a plan's name from calling the whole channel. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static Optional<String> link(Target target, Notification notification) {
    return target
        .console()
        .map(Object::toString)
        .map(base -> base.endsWith("/") ? base : base + "/")
        .map(base -> base + "console/restores/" + notification.fact().restore());
  }
}

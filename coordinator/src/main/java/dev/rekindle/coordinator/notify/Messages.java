package dev.rekindle.coordinator.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The bodies of notifications. */
final class Messages {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Messages() {}

  static String mediaType(HttpChannel.Format format) {
    return switch (format) {
      case CLOUDEVENTS -> "application/cloudevents+json; charset=utf-8";
      case SLACK -> "application/json; charset=utf-8";
    };
  }

  static String body(HttpChannel.Format format, Wording wording, Notification notification) {
    return switch (format) {
      case CLOUDEVENTS -> cloudEvent(wording, notification).toString();
      case SLACK -> slack(wording, notification).toString();
    };
  }

  private static ObjectNode cloudEvent(Wording wording, Notification notification) {
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
    wording.link(notification).ifPresent(url -> data.put("url", url));
    return event;
  }

  private static ObjectNode slack(Wording wording, Notification notification) {
    StringBuilder text = new StringBuilder(wording.text(notification, Messages::escaped));
    wording.link(notification).ifPresent(url -> text.append("\n<").append(url).append("|Open>"));
    return JSON.createObjectNode().put("text", text.toString());
  }

  /** What Slack asks for, and what keeps a plan's name from calling the whole channel. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

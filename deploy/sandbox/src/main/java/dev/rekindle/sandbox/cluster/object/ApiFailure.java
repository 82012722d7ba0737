package dev.rekindle.sandbox.cluster.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A refusal of the API server: the Status body it answers with. */
public final class ApiFailure extends RuntimeException {
  private final transient ObjectNode status;

  /** One cause of a refusal; the field is empty when there is none. */
  public record Cause(String reason, String message, String field) {}

  private ApiFailure(ObjectNode status) {
    super(Json.text(status, "message"), null, false, false);
    this.status = status;
  }

  public ObjectNode status() {
    return status.deepCopy();
  }

  public int code() {
    return status.path("code").asInt();
  }

  public String reason() {
    return status.path("reason").asText("");
  }

  public static ApiFailure of(int code, String reason, String message) {
    ObjectNode status = Json.object();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    status.put("status", "Failure").put("message", message);
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    return new ApiFailure(status.put("code", code));
  }

  private ApiFailure details(String name, String group, String kind) {
    ObjectNode details = Json.ensure(status, "details");
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    if (!kind.isEmpty()) {
      details.put("kind", kind);
    }
    return this;
  }

  /** Adds causes to the details. */
  public ApiFailure causes(List<Cause> causes) {
    var list = Json.ensureArray(status, "details.causes");
    for (Cause cause : causes) {
      ObjectNode node = list.addObject();
      if (!cause.reason().isEmpty()) {
        node.put("reason", cause.reason());
      }
      node.put("message", cause.message());
      if (!cause.field().isEmpty()) {
        node.put("field", cause.field());
      }
    }
    return this;
  }

  public ApiFailure retryAfter(int seconds) {
    Json.ensure(status, "details").put("retryAfterSeconds", seconds);
    return this;
  }

  /** A refusal with {@code details: {}}, as generic handlers answer. */
  public static ApiFailure bare(int code, String reason, String message) {
    return of(code, reason, message).details("", "", "");
  }

  public static ApiFailure badRequest(String message) {
    return of(400, "BadRequest", message);
  }

  public static ApiFailure notFound(Kind kind, String name) {
    return of(404, "NotFound", kind.qualified() + " \"" + name + "\" not found")
        .details(name, kind.group(), kind.plural());
  }

  public static ApiFailure exists(Kind kind, String name) {
    return of(409, "AlreadyExists", kind.qualified() + " \"" + name + "\" already exists")
        .details(name, kind.group(), kind.plural());
  }

  public static ApiFailure stale(Kind kind, String name) {
    String text =
        "Operation cannot be fulfilled on "
            + (kind.qualified() + " \"" + name)
            + "\": the object has been modified; please apply your changes to the latest version and try again";
    return of(409, "Conflict", text).details(name, kind.group(), kind.plural());
  }

  public static ApiFailure precondition(Kind kind, String name, String what) {
    String on = kind.name() + (kind.group().isEmpty() ? "" : "." + kind.group());
    String text = "Operation cannot be fulfilled on " + on + " \"" + name + "\": " + what;
    return of(409, "Conflict", text).details(name, kind.group(), kind.name());
  }

  public static ApiFailure invalid(Kind kind, String name, List<Cause> causes) {
    return invalid(kind.group(), kind.name(), name, causes);
  }

  public static ApiFailure invalid(String group, String kind, String name, List<Cause> causes) {
    String on = kind + (group.isEmpty() || kind.isEmpty() ? "" : "." + group);
    List<String> parts = causes.stream().map(c -> c.field() + ": " + c.message()).toList();
    String what = parts.size() == 1 ? parts.getFirst() : parts.toString();
    return of(422, "Invalid", on + " \"" + name + "\" is invalid: " + what)
        .details(name, group, kind)
        .causes(causes);
  }

  public static ApiFailure forbidden(String group, String plural, String name, String why) {
    String on = plural + (group.isEmpty() ? "" : "." + group);
    String named = name.isEmpty() ? on : on + " \"" + name + "\"";
    return of(403, "Forbidden", named + " is forbidden: " + why).details(name, group, plural);
  }
}

package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns what the fabric8 client throws into problems that say what, where, and what to do. */
final class Problems {

  private final String cluster;

  Problems(String cluster) {
    this.cluster = cluster;
  }

  <T> T call(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (StageProblem | AttemptEnded e) {
      throw e;
    } catch (KubernetesClientException e) {
      throw of(what, e);
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted() || interrupted(e)) {
        throw AttemptEnded.cancelled("interrupted");
      }
      throw StageProblem.passing(
          ProblemCode.TARGET_UNREACHABLE, text(what, "failed: " + e, "look at the cluster"), e);
    }
  }

  /**
   * The reason, not the message, decides: messages differ between servers. Code -1 is a time-out or
   * a refused handshake, whose own code is in the cause.
   */
  StageProblem of(String what, KubernetesClientException e) {
    if (Thread.currentThread().isInterrupted() || interrupted(e)) {
      throw AttemptEnded.cancelled("interrupted");
    }
    int code = codeOf(e);
    String seen = "answered " + code + " " + reasonOf(e) + ": " + messageOf(e);
    return switch (code) {
      case 401 ->
          permanent(
              ProblemCode.PERMISSION_MISSING, what, seen, "renew the worker's account or token", e);
      case 403 -> forbidden(what, seen, messageOf(e), e);
      case 404 ->
          permanent(ProblemCode.OBJECT_MISSING, what, seen, "check name, kind and namespace", e);
      case 409 -> passing(ProblemCode.CONFLICT, what, seen, "see who else changes it", e);
      case 410 -> passing(ProblemCode.CONFLICT, what, seen, "nothing: it is read again", e);
      case 400, 405, 415, 422 ->
          permanent(ProblemCode.SPEC_INVALID, what, seen, "correct the plan or the object", e);
      case 429, 500, 502, 503, 504 ->
          passing(ProblemCode.TARGET_UNREACHABLE, what, seen, "look at the API server's load", e);
      case -1 ->
          passing(
              ProblemCode.TARGET_UNREACHABLE,
              what,
              "got no answer: " + rootOf(e),
              "check the way to the API server",
              e);
      default -> passing(ProblemCode.TARGET_UNREACHABLE, what, seen, "look at the cluster", e);
    };
  }

  /** A used-up quota is 403 too, and so is a pod that the namespace admits not. */
  private StageProblem forbidden(
      String what, String seen, String message, KubernetesClientException e) {
    if (message.contains("violates PodSecurity")) {
      return permanent(
          ProblemCode.TARGET_UNSUITABLE,
          what,
          seen,
          "set rekindle.worker.helper.user to whom the files of the claim belong",
          e);
    }
    return message.toLowerCase(Locale.ROOT).contains("exceeded quota")
        ? passing(ProblemCode.SPACE_SHORT, what, seen, "raise the namespace's quota", e)
        : permanent(
            ProblemCode.PERMISSION_MISSING, what, seen, "grant this to the worker's account", e);
  }

  private StageProblem permanent(
      ProblemCode code, String what, String seen, String remedy, Exception e) {
    return StageProblem.permanent(code, text(what, seen, remedy), e);
  }

  private StageProblem passing(
      ProblemCode code, String what, String seen, String remedy, Exception e) {
    return StageProblem.passing(code, text(what, seen, remedy), e);
  }

  private String text(String what, String seen, String remedy) {
    return "Cluster %s, %s: %s (%s)".formatted(cluster, what, seen, remedy);
  }

  /** The HTTP code, also that of a refused handshake; -1 when there was no answer. */
  static int codeOf(KubernetesClientException e) {
    if (e.getCode() > 0) {
      return e.getCode();
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof WebSocketHandshakeException handshake) {
        return handshake.getResponse().code();
      }
    }
    return -1;
  }

  static String reasonOf(KubernetesClientException e) {
    Status status = e.getStatus();
    return status == null || status.getReason() == null ? "" : status.getReason();
  }

  /** 409 for an object that exists has another reason than 409 for a stale one. */
  static boolean alreadyExists(KubernetesClientException e) {
    return codeOf(e) == 409 && reasonOf(e).equals("AlreadyExists");
  }

  private static String messageOf(KubernetesClientException e) {
    Status status = e.getStatus();
    String message = status == null ? null : status.getMessage();
    return message == null ? String.valueOf(e.getMessage()) : message;
  }

  private static String rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }

  private static boolean interrupted(Throwable e) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
    return false;
  }
}

package dev.rekindle.coordinator.alerts;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.order.Application;
import dev.rekindle.coordinator.order.Applications;
import dev.rekindle.coordinator.order.RestoreStarter;
import dev.rekindle.coordinator.order.StartOutcome;
import dev.rekindle.coordinator.order.StartRequest;
import dev.rekindle.coordinator.restore.ApprovalPolicy;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.trigger.AlertNotice;
import dev.rekindle.coordinator.trigger.EpisodeRule;
import dev.rekindle.coordinator.trigger.Episodes;
import dev.rekindle.coordinator.trigger.TriggerPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Deals with one alert in one transaction. The restore's identity is made from the episode, and its
 * start commits by itself: after a crash in between, the repeated webhook finds the restore and
 * binds it, instead of starting another.
 */
@ApplicationScoped
public class AlertIntake {

  private static final Logger LOG = Logger.getLogger(AlertIntake.class);

  private final Episodes episodes;
  private final Applications applications;
  private final RestoreStarter starter;

  AlertIntake(Episodes episodes, Applications applications, RestoreStarter starter) {
    this.episodes = episodes;
    this.applications = applications;
    this.starter = starter;
  }

  /**
   * What became of an alert.
   *
   * @param restore empty when it led to none
   */
  public record Result(String what, Optional<RestoreId> restore, String detail) {

    static Result of(String what, String detail) {
      return new Result(what, Optional.empty(), detail);
    }

    static Result of(String what, RestoreId restore) {
      return new Result(what, Optional.of(restore), "");
    }
  }

  /** Takes one notice that a policy matches. */
  @Transactional
  public Result take(AlertNotice notice, TriggerPolicy policy) {
    Optional<Application> application = applications.find(policy.application());
    Optional<EpisodeRule.Memory> memory =
        episodes.note(notice, policy.name(), policy.application());
    if (application.isEmpty()) {
      String problem =
          "Policy '"
              + policy.name()
              + "' names application '"
              + policy.application()
              + "', which is not in the catalogue";
      episodes.explain(notice.episode(), problem);
      return Result.of("refused", problem);
    }
    return decide(notice, policy, application.get(), memory);
  }

  private Result decide(
      AlertNotice notice,
      TriggerPolicy policy,
      Application application,
      Optional<EpisodeRule.Memory> memory) {
    String cluster = application.cluster();
    String namespace = application.namespace();
    episodes.serialise(cluster, namespace, application.name());
    EpisodeRule.Decision decision =
        EpisodeRule.decide(
            notice,
            memory,
            episodes.lastRestore(cluster, namespace, application.name()),
            policy.cooldown());
    return switch (decision) {
      case EpisodeRule.Decision.Nothing(EpisodeRule.Reason reason) ->
          new Result(
              reason == EpisodeRule.Reason.KNOWN ? "known" : "resolved",
              memory.flatMap(EpisodeRule.Memory::restore),
              "");
      case EpisodeRule.Decision.Attach(RestoreId restore) -> {
        episodes.attach(notice.episode(), restore);
        yield Result.of("attached", restore);
      }
      case EpisodeRule.Decision.Start _ -> start(notice, policy);
    };
  }

  private Result start(AlertNotice notice, TriggerPolicy policy) {
    StartRequest request = request(notice, policy);
    return switch (starter.start(request)) {
      case StartOutcome.Started started -> started(notice, started.restore());
      case StartOutcome.Refused refused when refused.code() == StartOutcome.Code.ALREADY_STARTED ->
          started(notice, request.id());
      case StartOutcome.Refused refused -> {
        LOG.errorf(
            "An alert started no restore policy=%s application=%s code=%s reason=%s",
            policy.name(), policy.application(), refused.code(), refused.message());
        episodes.explain(notice.episode(), refused.code() + ": " + refused.message());
        yield Result.of("refused", refused.code() + ": " + refused.message());
      }
    };
  }

  private Result started(AlertNotice notice, RestoreId restore) {
    episodes.attach(notice.episode(), restore);
    return Result.of("started", restore);
  }

  private static StartRequest request(AlertNotice notice, TriggerPolicy policy) {
    AlertNotice.Episode episode = notice.episode();
    String alert = notice.labels().getOrDefault("alertname", episode.fingerprint());
    return new StartRequest(
        identity(episode, policy),
        policy.application(),
        policy.plan(),
        policy.backup(),
        RestoreMode.RESTORE,
        List.of(),
        policy.pauseBefore(),
        Map.of(),
        approval(policy),
        new Signature(
            "policy " + policy.name(), "Alert " + alert + " fires since " + episode.startsAt()),
        "alert " + episode.fingerprint() + " " + episode.startsAt());
  }

  private static RestoreId identity(AlertNotice.Episode episode, TriggerPolicy policy) {
    String name = policy.application() + "/" + episode.fingerprint() + "/" + episode.startsAt();
    return new RestoreId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  private static ApprovalPolicy approval(TriggerPolicy policy) {
    return switch (policy.approval()) {
      case NONE -> ApprovalPolicy.NONE;
      case REQUIRED -> ApprovalPolicy.ONE_PERSON;
      case TWO_PERSONS -> ApprovalPolicy.TWO_PERSONS;
    };
  }
}

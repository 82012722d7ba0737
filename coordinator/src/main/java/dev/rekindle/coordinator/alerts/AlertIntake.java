package dev.rekindle.coordinator.alerts;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.engine.Answer;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.order.Application;
import dev.rekindle.coordinator.order.Applications;
import dev.rekindle.coordinator.order.RestoreStarter;
import dev.rekindle.coordinator.order.StartOutcome;
import dev.rekindle.coordinator.order.StartRequest;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.trigger.AlertNotice;
import dev.rekindle.coordinator.trigger.Budget;
import dev.rekindle.coordinator.trigger.EpisodeRule;
import dev.rekindle.coordinator.trigger.Episodes;
import dev.rekindle.coordinator.trigger.StartRule;
import dev.rekindle.coordinator.trigger.TriggerPolicy;
import dev.rekindle.coordinator.trigger.TriggerRules;
import dev.rekindle.coordinator.trigger.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Deals with one alert in one transaction. The restore's identity is made from the episode, and its
 * start commits by itself: after a crash in between, the repeated webhook finds the restore and
 * binds it, instead of starting another.
 */
@ApplicationScoped
public class AlertIntake {

  private static final Logger LOG = Logger.getLogger(AlertIntake.class);

  /** How long a cancelled backup is given before somebody looks again. */
  private static final Duration BACKUP_ENDS = Duration.ofSeconds(2);

  private final Episodes episodes;
  private final Applications applications;
  private final RestoreStarter starter;
  private final RestoreEngine engine;
  private final RestoreJournal journal;

  AlertIntake(
      Episodes episodes,
      Applications applications,
      RestoreStarter starter,
      RestoreEngine engine,
      RestoreJournal journal) {
    this.episodes = episodes;
    this.applications = applications;
    this.starter = starter;
    this.engine = engine;
    this.journal = journal;
  }

  /**
   * What became of an alert.
   *
   * @param restore empty when it led to none
   */
  public record Result(String what, Optional<RestoreId> restore, String detail) {}

  /** Takes one notice that a policy matches. */
  @Transactional
  public Result take(AlertNotice notice, TriggerPolicy policy, TriggerRules rules) {
    Optional<EpisodeRule.Memory> memory =
        episodes.note(notice, policy.name(), policy.application());
    return decide(notice, policy, rules, memory);
  }

  /** Decides anew about an episode that waits; what was decided meanwhile stays. */
  @Transactional
  public void lookAgain(AlertNotice notice, TriggerRules rules) {
    Optional<EpisodeRule.Memory> memory = episodes.recall(notice.episode());
    if (memory.isEmpty() || memory.get().resolved() || memory.get().restore().isPresent()) {
      return;
    }
    Optional<TriggerPolicy> policy = rules.policy(notice.labels());
    if (policy.isEmpty()) {
      episodes.decided(
          notice.episode(),
          Verdict.of(Verdict.Outcome.REFUSED, "No policy matches this alert any more"));
      return;
    }
    Result result = decide(notice, policy.get(), rules, memory);
    LOG.infof(
        "A waiting alert was looked at fingerprint=%s policy=%s result=%s restoreId=%s",
        notice.episode().fingerprint(),
        policy.get().name(),
        result.what(),
        result.restore().map(Object::toString).orElse(""));
  }

  private Result decide(
      AlertNotice notice,
      TriggerPolicy policy,
      TriggerRules rules,
      Optional<EpisodeRule.Memory> memory) {
    Optional<Application> found = applications.find(policy.application());
    if (found.isEmpty()) {
      String problem =
          "Policy '"
              + policy.name()
              + "' names application '"
              + policy.application()
              + "', which is not in the catalogue";
      return told(notice, Verdict.of(Verdict.Outcome.REFUSED, problem));
    }
    Application application = found.get();
    String cluster = application.cluster();
    String namespace = application.namespace();
    episodes.serialise(cluster, namespace, application.name());
    return switch (EpisodeRule.decide(
        notice, memory, episodes.lastRestore(cluster, namespace, application.name()), policy)) {
      case EpisodeRule.Decision.Nothing(EpisodeRule.Reason reason)
          when reason == EpisodeRule.Reason.KNOWN ->
          new Result("known", memory.flatMap(EpisodeRule.Memory::restore), "");
      case EpisodeRule.Decision.Nothing _ ->
          told(
              notice,
              Verdict.of(Verdict.Outcome.RESOLVED, "It was resolved before anything was started"));
      case EpisodeRule.Decision.Withdraw(RestoreId restore) -> withdraw(notice, policy, restore);
      case EpisodeRule.Decision.Over(RestoreId restore) -> over(notice, policy, restore);
      case EpisodeRule.Decision.Attach(RestoreId restore) -> attach(notice, policy, restore);
      case EpisodeRule.Decision.Start _ -> start(notice, policy, rules, application);
    };
  }

  private Result start(
      AlertNotice notice, TriggerPolicy policy, TriggerRules rules, Application application) {
    String cluster = application.cluster();
    boolean limited = !rules.budget().equals(Budget.NONE);
    if (limited) {
      episodes.serialiseAll();
    }
    Budget.Load load = limited ? episodes.load(cluster) : new Budget.Load(0, 0);
    Optional<StartRule.Wait> wait =
        StartRule.hindrance(
            policy, rules, cluster, notice.episode().startsAt(), load, journal.now());
    if (wait.isPresent()) {
      return told(notice, Verdict.waiting(wait.get()));
    }
    Optional<RestoreId> backup =
        episodes.openBackup(cluster, application.namespace(), application.name());
    if (backup.isPresent()) {
      return after(backup.get(), notice, policy);
    }
    StartRequest request = AlertOrders.request(notice, policy);
    return switch (starter.start(request)) {
      case StartOutcome.Started started -> started(notice, policy, started.restore());
      case StartOutcome.Refused refused when refused.code() == StartOutcome.Code.ALREADY_STARTED ->
          started(notice, policy, request.id());
      case StartOutcome.Refused refused -> {
        LOG.errorf(
            "An alert started no restore policy=%s application=%s code=%s reason=%s",
            policy.name(), policy.application(), refused.code(), refused.message());
        yield told(
            notice, Verdict.of(Verdict.Outcome.REFUSED, refused.code() + ": " + refused.message()));
      }
    };
  }

  /**
   * What is being saved is what the alert is about: the backup ends, and the restore comes then.
   */
  private Result after(RestoreId backup, AlertNotice notice, TriggerPolicy policy) {
    Signature by = new Signature("policy " + policy.name(), "An alert asks for a restore");
    Answer _ = engine.handle(backup, new RestoreInput.Cancel(by));
    return told(
        notice,
        Verdict.waiting(
            new StartRule.Wait(
                journal.now().plus(BACKUP_ENDS),
                "Backup " + backup + " is being made; it was cancelled, and ends first")));
  }

  private Result started(AlertNotice notice, TriggerPolicy policy, RestoreId restore) {
    return told(
        notice,
        Verdict.of(
            Verdict.Outcome.STARTED, restore, "Policy '" + policy.name() + "' matches its labels"));
  }

  /** A restore whose end waits for its alerts must know of one more. */
  private Result attach(AlertNotice notice, TriggerPolicy policy, RestoreId restore) {
    Signature by = by(policy, "Alert " + AlertOrders.name(notice) + " fires");
    engine.handle(restore, new RestoreInput.AlertFires(by));
    return told(
        notice,
        Verdict.of(
            Verdict.Outcome.ATTACHED,
            restore,
            "The application's restore is open, or ended within the cooldown"));
  }

  /** The end of a restore may wait for this; where none does, nothing follows. */
  private Result over(AlertNotice notice, TriggerPolicy policy, RestoreId restore) {
    if (!episodes.firing(restore)) {
      Signature by = by(policy, "Alert " + AlertOrders.name(notice) + " is over");
      engine.handle(restore, new RestoreInput.AlertsOver(by));
    }
    return new Result("known", Optional.of(restore), "");
  }

  private static Signature by(TriggerPolicy policy, String why) {
    return new Signature("policy " + policy.name(), why);
  }

  private Result withdraw(AlertNotice notice, TriggerPolicy policy, RestoreId restore) {
    if (episodes.firing(restore)) {
      return new Result("known", Optional.of(restore), "");
    }
    Signature by = by(policy, "All its alerts were over before it began");
    return switch (engine.handle(restore, new RestoreInput.Withdraw(by))) {
      case Answer.Taken _ -> told(notice, Verdict.of(Verdict.Outcome.WITHDRAWN, restore, by.why()));
      case Answer.Refused _ -> over(notice, policy, restore);
    };
  }

  private Result told(AlertNotice notice, Verdict verdict) {
    episodes.decided(notice.episode(), verdict);
    return new Result(
        verdict.outcome().name().toLowerCase(Locale.ROOT),
        verdict.restore(),
        verdict.restore().isPresent() ? "" : verdict.reason());
  }
}

package dev.rekindle.coordinator;

import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.coordinator.access.Groups;
import dev.rekindle.coordinator.alerts.PolicyFile;
import dev.rekindle.coordinator.backup.BackupSets;
import dev.rekindle.coordinator.catalog.AccessFile;
import dev.rekindle.coordinator.catalog.CatalogFile;
import dev.rekindle.coordinator.catalog.DirectoryBackupSets;
import dev.rekindle.coordinator.catalog.DirectoryPlans;
import dev.rekindle.coordinator.engine.ClusterDirectory;
import dev.rekindle.coordinator.engine.FenceTokens;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.exchange.CommitSignal;
import dev.rekindle.coordinator.exchange.FactSubscriber;
import dev.rekindle.coordinator.exchange.FactSubscribers;
import dev.rekindle.coordinator.exchange.ReportsHorizon;
import dev.rekindle.coordinator.journal.FactCodec;
import dev.rekindle.coordinator.notify.NotificationFile;
import dev.rekindle.coordinator.order.Applications;
import dev.rekindle.coordinator.order.OrderDefaults;
import dev.rekindle.coordinator.order.PlanTexts;
import dev.rekindle.coordinator.order.RestoreStarter;
import dev.rekindle.coordinator.restore.ApprovalPolicy;
import dev.rekindle.coordinator.restore.Timing;
import dev.rekindle.coordinator.settings.CoordinatorSettings;
import dev.rekindle.coordinator.telemetry.RestoreTraces;
import dev.rekindle.coordinator.telemetry.SpanSender;
import dev.rekindle.coordinator.trigger.TriggerPolicies;
import dev.rekindle.coordinator.view.RestoreViews;
import dev.rekindle.coordinator.view.WorkersSeen;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Puts the parts together that are plain classes. */
final class CoordinatorAssembly {

  /** Longer than any pause of a healthy coordinator, however busy its machine. */
  private static final Duration SHORTEST_GAP = Duration.ofSeconds(5);

  private CoordinatorAssembly() {}

  @Produces
  @Singleton
  static MessageCodec codec() {
    return new MessageCodec();
  }

  @Produces
  @Singleton
  static FactCodec facts() {
    return new FactCodec();
  }

  @Produces
  @Singleton
  static CommitSignal commitSignal() {
    return new CommitSignal();
  }

  @Produces
  @Singleton
  static ReportsHorizon reportsHorizon(CoordinatorSettings settings) {
    // Workers report at least every sixth of a lease: half a lease of silence of ours, and what was
    // said before it, still leave a third in which delayed reports can arrive.
    Duration half = settings.lease().dividedBy(2);
    return new ReportsHorizon(half.compareTo(SHORTEST_GAP) > 0 ? half : SHORTEST_GAP);
  }

  @Produces
  @Singleton
  static WorkersSeen workersSeen(CoordinatorSettings settings) {
    return new WorkersSeen(settings.presenceLimit());
  }

  @Produces
  @Singleton
  static CatalogFile catalog(CoordinatorSettings settings, MessageCodec codec) {
    return new CatalogFile(settings.catalog().resolve("applications.yaml"), codec);
  }

  @Produces
  @Singleton
  static PlanTexts plans(CoordinatorSettings settings) {
    return new DirectoryPlans(settings.catalog().resolve("plans"));
  }

  @Produces
  @Singleton
  static TriggerPolicies policies(CoordinatorSettings settings) {
    return new PolicyFile(settings.policies());
  }

  @Produces
  @Singleton
  static Groups groups(CoordinatorSettings settings, MessageCodec codec) {
    return new AccessFile(settings.catalog().resolve("access.yaml"), codec);
  }

  @Produces
  @Singleton
  static FactSubscribers subscribers(
      CoordinatorSettings settings,
      MessageCodec codec,
      RestoreViews restores,
      RestoreJournal journal) {
    List<FactSubscriber> all =
        new ArrayList<>(
            new NotificationFile(settings.catalog().resolve("notifications.yaml"), codec, restores)
                .all());
    settings
        .traces()
        .map(endpoint ->
            new RestoreTraces(
                restore -> journal.read(restore, 0),
                new SpanSender(endpoint),
                InstantSource.system()))
        .ifPresent(all::add);
    return () -> all;
  }

  @Produces
  @Singleton
  static BackupSets backupSets(CoordinatorSettings settings, MessageCodec codec) {
    return new DirectoryBackupSets(settings.stores(), codec);
  }

  @Produces
  @Singleton
  static RestoreEngine engine(
      RestoreJournal journal, FenceTokens tokens, ClusterDirectory clusters) {
    return new RestoreEngine(journal, tokens, clusters);
  }

  @Produces
  @Singleton
  static RestoreStarter starter(
      Applications applications,
      PlanTexts plans,
      BackupSets backups,
      RestoreEngine engine,
      CoordinatorSettings settings) {
    return new RestoreStarter(
        applications, plans, backups, engine, defaults(settings), InstantSource.system());
  }

  private static OrderDefaults defaults(CoordinatorSettings settings) {
    Timing usual = Timing.DEFAULT;
    Timing timing =
        new Timing(
            settings.lease(),
            settings.answerLimit(),
            usual.unansweredLimit(),
            usual.lossLimit(),
            usual.refusalDelay(),
            usual.firstBackoff(),
            usual.longestBackoff(),
            usual.checkFreshness(),
            settings.reminder(),
            settings.lease().multipliedBy(2));
    return new OrderDefaults(
        settings.approvalRequired() ? ApprovalPolicy.ONE_PERSON : ApprovalPolicy.NONE,
        !settings.access().login(),
        timing);
  }
}

package dev.rekindle.coordinator;

import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.coordinator.backup.BackupSets;
import dev.rekindle.coordinator.catalog.DirectoryBackupSets;
import dev.rekindle.coordinator.outbox.CommitSignal;
import dev.rekindle.coordinator.settings.CoordinatorSettings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the parts together that are plain classes. */
final class CoordinatorAssembly {

  private CoordinatorAssembly() {}

  @Produces
  @Singleton
  static MessageCodec codec() {
    return new MessageCodec();
  }

  @Produces
  @Singleton
  static CommitSignal commitSignal() {
    return new CommitSignal();
  }

  @Produces
  @Singleton
  static BackupSets backupSets(CoordinatorSettings settings, MessageCodec codec) {
    return new DirectoryBackupSets(settings.stores(), codec);
  }
}

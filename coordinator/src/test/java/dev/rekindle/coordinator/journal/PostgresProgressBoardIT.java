package dev.rekindle.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.coordinator.view.ProgressBoard;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PostgresProgressBoardIT {

  @Inject ProgressBoard progress;
  @Inject DataSource database;

  private final List<RestoreId> made = new ArrayList<>();

  /** Rows without facts are in the way of whoever lists restores. */
  @AfterEach
  void remove() throws Exception {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (RestoreId id : made) {
        for (String table : List.of("stage_progress", "restore")) {
          statement.execute("delete from %s where restore_id = '%s'".formatted(table, id));
        }
      }
    }
  }

  @Test
  void progress_of_restores_that_ended_long_ago_is_forgotten_and_no_other() throws Exception {
    // Given
    Instant now = Instant.now();
    RestoreId open = restore(null);
    RestoreId old = restore(now.minus(Duration.ofDays(30)));
    RestoreId recent = restore(now.minus(Duration.ofDays(1)));

    // When
    int forgotten = progress.forget(now.minus(Duration.ofDays(14)), 100);

    // Then
    assertThat(forgotten).isEqualTo(1);
    assertThat(progress.of(open)).hasSize(1);
    assertThat(progress.of(old)).isEmpty();
    assertThat(progress.of(recent)).hasSize(1);
  }

  private RestoreId restore(@Nullable Instant ended) throws Exception {
    RestoreId id = new RestoreId(UUID.randomUUID());
    made.add(id);
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into restore (restore_id, seq, cluster, namespace, application, plan, store, backup_set,"
                    + " mode, status, is_open, requested_by, reason, started_at, ended_at)"
                    + " values (?, 1, 'c', 'n', ?, 'p', 's', 'b', 'RESTORE', 'CANCELLED', false, 'x', '', now(),"
                    + " cast(? as timestamptz))")) {
      insert.setObject(1, id.value());
      insert.setString(2, id.toString());
      insert.setString(3, ended == null ? null : ended.toString());
      insert.executeUpdate();
    }
    progress.note(
        new StageReport.AttemptProgressed(
            new AttemptRef(id, new StageId("a"), 1, 1),
            1,
            Instant.now(),
            "w",
            new Progress("loading", 1, 2, "rows")));
    return id;
  }
}

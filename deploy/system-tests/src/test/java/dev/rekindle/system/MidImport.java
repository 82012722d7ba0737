package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.api.StageView;
import dev.rekindle.system.crash.Patient;
import dev.rekindle.system.demo.Alert;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.process.Signals;
import dev.rekindle.system.stack.JournalCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Restores of one installation that are brought to the middle of their imports, where a test does
 * them harm, and proven at their end.
 */
final class MidImport {

  /** The installation's lease is 6 s; whatever lasts this long is longer in any case. */
  static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(15);

  private final Installation installation;
  private final Patient patient;

  MidImport(Installation installation) {
    this.installation = installation;
    patient = new Patient(installation.coordinator());
  }

  /** A disaster, and a restore of it that is importing the databases. */
  String begin() {
    return begin(() -> {}, Instant.now());
  }

  /**
   * The same.
   *
   * @param beforeTheAlert what is to happen when the disaster has, before anybody restores
   * @param alertFires by whatever clock the alert comes from
   */
  String begin(Runnable beforeTheAlert, Instant alertFires) {
    disaster();
    Await.until(
        Duration.ofMinutes(2),
        () -> "all stores to be readable",
        () ->
            installation.unexplained("exact").stream()
                .noneMatch(line -> line.contains("unreadable")));
    beforeTheAlert.run();
    Set<String> known = Set.copyOf(installation.coordinator().restores());
    patient.alert(Alert.threescaleDown(alertFires));
    String id = patient.newRestore(known::contains);
    RestoreView checked = patient.follow(id, "checked", v -> !v.state().equals("CHECKING"));
    assertThat(checked.state()).as(checked.toString()).isEqualTo("AWAITING_APPROVAL");
    patient.order(
        id,
        "the approval",
        () -> installation.coordinator().approve(id, checked.digest(), "test", "system test"),
        view -> !view.state().equals("AWAITING_APPROVAL"));
    RestoreView view =
        patient.follow(
            id,
            "importing",
            seen -> seen.ended() || seen.stage("system-db").filter(StageView::running).isPresent());
    assertThat(view.ended()).as(view.toString()).isFalse();
    return id;
  }

  private void disaster() {
    try {
      installation.sandbox().disaster();
    } catch (IllegalStateException e) {
      // A test that failed in the middle of an import has left a worse one.
      System.err.println("The disaster is there already: " + e.getMessage());
    }
  }

  /** It holds where the data is compared, the data is what it was, and it succeeds after that. */
  RestoreView provenAtTheEnd(String id) {
    RestoreView held =
        patient.follow(id, "paused after the data", v -> v.ended() || v.state().equals("HELD"));
    assertThat(held.reason()).as(held.toString()).contains("seen-ids");
    assertThat(installation.unexplained("exact")).isEmpty();
    assertThat(installation.sandbox().effects().wrong()).isEmpty();
    patient.order(
        id,
        "the resume",
        () -> installation.coordinator().resume(id, "test", "data compared"),
        view -> !view.reason().contains("seen-ids"));
    RestoreView ended = patient.follow(id, "ended", v -> v.ended() || v.state().equals("HELD"));
    assertThat(ended.state()).as(ended.toString()).isEqualTo("SUCCEEDED");
    assertThat(installation.unexplained("final")).isEmpty();
    assertThat(
            new JournalCheck(installation.stack.layout())
                .problems(installation.coordinator().bundle(id)))
        .isEmpty();
    return ended;
  }

  /** A restore that a failed test leaves behind must not spoil the next one. */
  void endWhatIsLeft() {
    for (String id : installation.coordinator().restores()) {
      if (!patient.follow(id, "seen", _ -> true).ended()) {
        patient.order(
            id,
            "the end",
            () -> installation.coordinator().cancel(id, "test", "it is over"),
            RestoreView::ended);
      }
    }
  }

  /** SIGSTOP, and SIGCONT after that time. */
  static void pause(long pid, Duration time) {
    Signals.send("STOP", pid);
    Await.pause(time);
    Signals.send("CONT", pid);
  }

  /** The one process of this installation whose command line holds a word. */
  long processOf(String word, String place) {
    List<Long> found = Signals.find(word, installation.stack.layout().home() + place);
    assertThat(found).as("processes of %s", word).isNotEmpty();
    return found.getFirst();
  }
}

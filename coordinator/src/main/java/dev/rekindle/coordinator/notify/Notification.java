package dev.rekindle.coordinator.notify;

import dev.rekindle.coordinator.exchange.FactSubscriber.Told;
import dev.rekindle.coordinator.view.RestoreViews;
import java.util.Locale;

/**
 * One thing to tell.
 *
 * @param id the same for every copy
 * @param detail what and what to do, for people; may be empty
 */
record Notification(
    String id, Occasion occasion, Told fact, RestoreViews.Summary restore, String detail) {

  static Notification of(
      Occasion occasion, Told fact, RestoreViews.Summary restore, String detail) {
    return new Notification(fact.restore() + "/" + fact.seq(), occasion, fact, restore, detail);
  }

  /** One sentence without a mark at its end. */
  String title() {
    String what =
        switch (restore.mode()) {
          case "DRY_RUN" -> "Dry run";
          case "BACKUP" -> "Backup";
          default -> "Restore";
        };
    return "%s of %s in %s %s"
        .formatted(what, restore.application(), restore.cluster(), occasion.words());
  }

  /** What somebody with a terminal does next. */
  String next() {
    String verb =
        switch (occasion) {
          case STARTED -> "watch";
          case APPROVAL_NEEDED, HELD, REMINDER, SUCCEEDED, FAILED, CANCELLED -> "show";
        };
    return String.format(Locale.ROOT, "rekindle restore %s %s", verb, fact.restore());
  }
}

package dev.rekindle.coordinator.messaging;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is done with records; those that change the same thing do so in one transaction. */
@FunctionalInterface
interface RecordHandler {

  /**
   * Handles records of one partition, in this order; an exception means: not now, or a defect. Some
   * of them may be dealt with then; being handed over again must do no harm.
   *
   * @return what came of each
   */
  List<Outcome> handle(List<ConsumerRecord<String, byte[]>> records);

  /** What came of it. */
  sealed interface Outcome {
    /** Done, for ever. */
    record Handled() implements Outcome {}

    /** It never can be; it is put aside. */
    record Unreadable(Reason reason, String detail) implements Outcome {}
  }

  /** Why a record is put aside. */
  enum Reason {
    /** No JSON, or something mandatory is missing. */
    MALFORMED,
    /** A type of message that this version does not know. */
    UNKNOWN_TYPE,
    /** Written by a later version of the protocol. */
    FUTURE_VERSION,
    /** It speaks of a restore that the journal does not know. */
    UNKNOWN_RESTORE,
    /** Handling it fails again and again although the database answers: a defect. */
    FAILED
  }
}

package dev.rekindle.coordinator.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is done with one record, in one transaction. */
@FunctionalInterface
interface RecordHandler {

  /** Handles a record; an exception means: not now, or a defect. */
  Outcome handle(ConsumerRecord<String, byte[]> record);

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

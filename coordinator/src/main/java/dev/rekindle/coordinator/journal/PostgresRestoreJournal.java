package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.coordinator.engine.Append;
import dev.rekindle.coordinator.engine.AppendOutcome;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.exchange.AppendListener;
import dev.rekindle.coordinator.exchange.CommitSignal;
import dev.rekindle.coordinator.restore.RestoreFact;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * The journal in PostgreSQL. Each method is a transaction, and several are one within {@link
 * #together}, which no stranger's rollback can undo: the engine remembers what it appended.
 */
@ApplicationScoped
public class PostgresRestoreJournal implements RestoreJournal {

  private final Session session;
  private final Restores restores;
  private final RestoreEvents events;
  private final OutboxMessages outbox;
  private final InboxMessages inbox;
  private final TransactionSynchronizationRegistry transactions;
  private final CommitSignal signal;
  private final AppendListener listener;
  private final FactCodec facts;
  private final EffectMessages effects;

  PostgresRestoreJournal(
      Session session,
      Restores restores,
      RestoreEvents events,
      OutboxMessages outbox,
      InboxMessages inbox,
      TransactionSynchronizationRegistry transactions,
      CommitSignal signal,
      AppendListener listener,
      FactCodec facts,
      MessageCodec messages) {
    this.session = session;
    this.restores = restores;
    this.events = events;
    this.outbox = outbox;
    this.inbox = inbox;
    this.transactions = transactions;
    this.signal = signal;
    this.listener = listener;
    this.facts = facts;
    this.effects = new EffectMessages(messages, facts);
  }

  @Override
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public <T extends @Nullable Object> T together(Supplier<T> work) {
    return work.get();
  }

  @Override
  @Transactional
  public Instant now() {
    return clock();
  }

  @Override
  @Transactional
  public boolean consumed(String message) {
    return inbox.holds(message);
  }

  @Override
  @Transactional
  public List<RestoreFact> read(RestoreId restore, long afterSeq) {
    return events.after(restore.value(), afterSeq).stream()
        .map(row -> facts.decode(row.body))
        .toList();
  }

  @Override
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<RestoreId> due(Instant now, int limit) {
    return restores.due(now, limit).stream().map(RestoreId::new).toList();
  }

  @Override
  @Transactional
  public AppendOutcome append(Append append) {
    long last = append.afterSeq() + append.facts().size();
    Restores.Change change =
        new Restores.Change(last, append.state(), endedAt(append), append.wakeUp());
    boolean start = append.afterSeq() == 0;
    if (start ? !restores.insert(change) : !restores.update(change, append.afterSeq())) {
      return start ? notStarted(append) : new AppendOutcome.RaceLost();
    }
    Instant now = clock();
    long seq = append.afterSeq();
    for (RestoreFact fact : append.facts()) {
      events.persist(row(append.restore(), ++seq, fact, now));
    }
    outbox.add(
        append.effects().stream()
            .map(effect -> effects.draft(append.restore(), effect, now))
            .toList());
    String consumed = append.consumed();
    if (consumed != null) {
      inbox.mark(consumed);
    }
    tellWhenCommitted(append);
    return new AppendOutcome.Appended(last);
  }

  private AppendOutcome notStarted(Append append) {
    return restores
        .holderOf(append.state().order().target())
        .filter(holder -> !holder.equals(append.restore().value()))
        .<AppendOutcome>map(holder -> new AppendOutcome.ApplicationTaken(new RestoreId(holder)))
        .orElseGet(AppendOutcome.RaceLost::new);
  }

  private RestoreEventRow row(RestoreId restore, long seq, RestoreFact fact, Instant at) {
    String type = fact.getClass().getSimpleName();
    return new RestoreEventRow(restore.value(), seq, type, facts.encode(fact), at);
  }

  private static @Nullable Instant endedAt(Append append) {
    return append.state().step().phase().terminal() ? append.facts().getLast().at() : null;
  }

  private Instant clock() {
    return session.doReturningWork(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select clock_timestamp()")) {
        row.next();
        return row.getObject(1, OffsetDateTime.class).toInstant();
      }
    });
  }

  private void tellWhenCommitted(Append append) {
    transactions.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {}

          @Override
          public void afterCompletion(int status) {
            signal.ring();
            if (status == Status.STATUS_COMMITTED) {
              listener.appended(append);
            }
          }
        });
  }
}

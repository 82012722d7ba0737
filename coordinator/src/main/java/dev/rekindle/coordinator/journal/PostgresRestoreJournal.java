package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.coordinator.engine.Append;
import dev.rekindle.coordinator.engine.AppendOutcome;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.evidence.FactChain;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final JournalSql sql;
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
      JournalSql sql,
      InboxMessages inbox,
      TransactionSynchronizationRegistry transactions,
      CommitSignal signal,
      AppendListener listener,
      FactCodec facts,
      MessageCodec messages) {
    this.session = session;
    this.restores = restores;
    this.events = events;
    this.sql = sql;
    this.inbox = inbox;
    this.transactions = transactions;
    this.signal = signal;
    this.listener = listener;
    this.facts = facts;
    this.effects = new EffectMessages(messages);
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
  @Transactional
  public Look look(RestoreId restore, long afterSeq, List<String> messages, int tokens) {
    JournalSql.Seen seen = sql.look(restore, afterSeq, messages, tokens);
    return new Look(
        seen.bodies().stream().map(facts::decode).toList(),
        seen.consumed(),
        seen.now(),
        seen.tokens());
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
    Optional<String> link = start ? begun(change) : restores.update(change, append.afterSeq());
    if (link.isEmpty()) {
      return start ? notStarted(append) : new AppendOutcome.RaceLost();
    }
    List<JournalSql.Event> linked = linked(append, link.get());
    sql.write(
        append.restore(),
        linked,
        effects.drafts(append.restore(), append.effects(), linked),
        append.consumed());
    tellWhenCommitted(append);
    return new AppendOutcome.Appended(last);
  }

  private Optional<String> begun(Restores.Change change) {
    return restores.insert(change) ? Optional.of(FactChain.BEGINNING) : Optional.empty();
  }

  /**
   * The facts as rows.
   *
   * @param before link of the last fact that is journaled
   */
  private List<JournalSql.Event> linked(Append append, String before) {
    List<JournalSql.Event> rows = new ArrayList<>();
    String link = before;
    long seq = append.afterSeq();
    for (RestoreFact fact : append.facts()) {
      JournalSql.Event row = row(append.restore(), ++seq, fact, link);
      rows.add(row);
      link = row.chain();
    }
    return rows;
  }

  private AppendOutcome notStarted(Append append) {
    return restores
        .holderOf(append.state().order().target())
        .filter(holder -> !holder.equals(append.restore().value()))
        .<AppendOutcome>map(holder -> new AppendOutcome.ApplicationTaken(new RestoreId(holder)))
        .orElseGet(AppendOutcome.RaceLost::new);
  }

  private JournalSql.Event row(RestoreId restore, long seq, RestoreFact fact, String before) {
    String type = fact.getClass().getSimpleName();
    String body = facts.encode(fact);
    Instant at = fact.at().truncatedTo(ChronoUnit.MICROS);
    String chain = FactChain.link(before, restore, seq, type, at, body);
    return new JournalSql.Event(seq, type, body, chain, at);
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

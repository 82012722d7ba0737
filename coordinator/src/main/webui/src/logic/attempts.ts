import type { Evidence, Fact, Finding, Person } from '../api/types';

/** What the journal says of one execution of a stage. */
export interface Attempt {
  number: number;
  fence: number;
  orderedAt: string;
  admittedAt?: string;
  worker?: string;
  endedAt?: string;
  outcome: 'ordered' | 'running' | 'succeeded' | 'failed' | 'lost' | 'unanswered' | 'refused' | 'cancelled';
  /** Why it ended badly, for people. */
  detail: string;
  /** It spoke again after it had been given up; what it said changed nothing. */
  late: boolean;
}

/** Everything the journal says of one stage that the coordinator's answer does not. */
export interface StageHistory {
  attempts: Attempt[];
  checkedAt?: string;
  findings: Omit<Finding, 'stage' | 'waived'>[];
  evidence: Evidence[];
}

export interface Folded {
  seq: number;
  stages: Record<string, StageHistory>;
  /** When people were asked, when stages began to run, when it was held; for the timeline. */
  marks: { at: string; label: string }[];
  /** Milliseconds that this restore waited for people. */
  waits: { from: string; to?: string; why: string }[];
}

export const NOTHING: Folded = { seq: 0, stages: {}, marks: [], waits: [] };

interface Ref {
  stage: string;
  number: number;
  fence: number;
}

const NEW_STAGE: StageHistory = { attempts: [], findings: [], evidence: [] };

/** The history after one more fact; a fact that was folded already changes nothing. */
export function fold(before: Folded, entry: Fact): Folded {
  if (entry.seq <= before.seq) {
    return before;
  }
  const folded = { ...before, seq: entry.seq };
  const at = String(entry.fact.at ?? entry.recordedAt);
  const attempt = entry.fact.attempt as Ref | undefined;
  return attempt ? ofAttempt(folded, entry, at, attempt) : ofRestore(folded, entry, at);
}

export function foldAll(before: Folded, entries: Fact[]): Folded {
  return entries.reduce(fold, before);
}

function ofAttempt(folded: Folded, entry: Fact, at: string, ref: Ref): Folded {
  const stage = folded.stages[ref.stage] ?? NEW_STAGE;
  const changed = stageAfter(stage, entry, at, ref);
  return changed === stage ? folded : { ...folded, stages: { ...folded.stages, [ref.stage]: changed } };
}

function stageAfter(stage: StageHistory, entry: Fact, at: string, ref: Ref): StageHistory {
  const fact = entry.fact;
  switch (entry.type) {
    case 'CheckAnswered':
      return { ...stage, checkedAt: at, findings: (fact.findings as StageHistory['findings']) ?? [] };
    case 'StageDispatched':
      return {
        ...stage,
        attempts: [
          ...stage.attempts,
          { number: ref.number, fence: ref.fence, orderedAt: at, outcome: 'ordered', detail: '', late: false },
        ],
      };
    case 'AttemptAdmitted':
      return update(stage, ref, { admittedAt: at, worker: String(fact.worker ?? ''), outcome: 'running' });
    case 'StageSucceeded':
      return {
        ...update(stage, ref, { endedAt: at, outcome: 'succeeded' }),
        evidence: (fact.evidence as Evidence[]) ?? [],
      };
    case 'AttemptFailed':
      return update(stage, ref, { endedAt: at, outcome: 'failed', detail: `${String(fact.code)}: ${String(fact.detail)}` });
    case 'AttemptLost':
      return update(stage, ref, { endedAt: at, outcome: 'lost', detail: 'Its lease passed without a word from the worker.' });
    case 'AttemptUnanswered':
      return update(stage, ref, { endedAt: at, outcome: 'unanswered', detail: 'No worker answered the order in time.' });
    case 'AttemptRefused':
      return update(stage, ref, { endedAt: at, outcome: 'refused', detail: `${String(fact.code)}: ${String(fact.detail)}` });
    case 'AttemptCancelled':
      return update(stage, ref, {
        endedAt: at,
        outcome: 'cancelled',
        detail: fact.resumable ? 'It can go on where it stopped.' : 'It cannot be resumed.',
      });
    case 'LateReportNoted':
      return update(stage, ref, { late: true });
    default:
      return stage;
  }
}

/** Attempts of checks are not in the list, so that a report about one changes nothing. */
function update(stage: StageHistory, ref: Ref, change: Partial<Attempt>): StageHistory {
  if (!stage.attempts.some((attempt) => attempt.fence === ref.fence)) {
    return stage;
  }
  return {
    ...stage,
    attempts: stage.attempts.map((attempt) => (attempt.fence === ref.fence ? { ...attempt, ...change } : attempt)),
  };
}

const MARKS: Record<string, string> = {
  ExecutionBegan: 'Stages may run',
  VerificationBegan: 'Verification begins',
  CompletionAwaited: 'All is proven',
  RestoreSucceeded: 'Succeeded',
  RestoreFailed: 'Failed',
  RestoreCancelled: 'Cancelled',
};

const WAITING = { ApprovalRequested: 'Waits for approval', RestoreHeld: 'Held', CompletionAwaited: 'Waits for its alert to resolve' } as const;
const GOES_ON = ['RestoreApproved', 'RestoreResumed', 'RestoreSucceeded', 'RestoreFailed', 'RestoreCancelled', 'EndOrdered', 'StagesReset'];

function ofRestore(folded: Folded, entry: Fact, at: string): Folded {
  let { waits, marks } = folded;
  const open = waits.at(-1);
  const why = WAITING[entry.type as keyof typeof WAITING];
  if (open && open.to === undefined && (why || GOES_ON.includes(entry.type))) {
    waits = [...waits.slice(0, -1), { ...open, to: at }];
  }
  if (why) {
    waits = [...waits, { from: at, why }];
  }
  const mark = MARKS[entry.type];
  if (mark) {
    marks = [...marks, { at, label: mark }];
  }
  return waits === folded.waits && marks === folded.marks ? folded : { ...folded, waits, marks };
}

/** Types that nobody reads a journal for at night. */
const ROUTINE = new Set(['LeaseRenewed', 'LeasesRestarted', 'CheckDispatched', 'AttemptAdmitted', 'ReminderSent']);

export const routine = (type: string): boolean => ROUTINE.has(type);

/** One fact as a sentence. */
export function sentence(entry: Pick<Fact, 'type' | 'fact'>): string {
  const fact = entry.fact;
  const ref = fact.attempt as Ref | undefined;
  const stage = ref?.stage ?? (fact.stage as string | undefined) ?? '';
  const nth = ref ? `attempt ${ref.number}` : '';
  const by = (fact.by as Person | undefined)?.who ?? '';
  const list = (fact.stages as string[] | undefined)?.join(', ') ?? '';
  switch (entry.type) {
    case 'RestoreStarted': {
      const order = fact.order as { mode?: string; requestedBy?: Person; origin?: string; backup?: { set?: string } } | undefined;
      if (order?.mode === 'BACKUP') {
        return `Backup into ${order.backup?.set ?? 'a set'} started by ${order.requestedBy?.who ?? 'nobody'}`;
      }
      const what = order?.mode === 'DRY_RUN' ? 'Dry run' : 'Restore';
      return `${what} from ${order?.backup?.set ?? 'a backup'} started by ${order?.requestedBy?.who ?? 'nobody'}`;
    }
    case 'CheckDispatched':
      return `Check of ${stage} ordered`;
    case 'CheckAnswered': {
      const findings = (fact.findings as { severity: string }[] | undefined) ?? [];
      const blockers = findings.filter((finding) => finding.severity === 'BLOCKER').length;
      return `Check of ${stage} answered: ${blockers > 0 ? `${blockers} blocking` : findings.length === 0 ? 'nothing found' : `${findings.length} noted`}`;
    }
    case 'ChecksExpired':
      return `Checks count no more and run again: ${list}`;
    case 'FindingWaived': {
      const waiver = fact.waiver as { stage?: string; code?: string; subject?: string } | undefined;
      return `${by} accepted ${waiver?.code} of ${waiver?.subject} (${waiver?.stage})`;
    }
    case 'ApprovalRequested':
      return 'An approval is asked for';
    case 'ApprovalGiven':
      return `${by} approved`;
    case 'RestoreApproved':
      return 'Approved by as many as needed';
    case 'ExecutionBegan':
      return 'Stages may run';
    case 'HoldOrdered':
      return fact.now ? `${by} held it and cancelled what ran` : `${by} held it`;
    case 'HoldLifted':
      return `${by} lifted the hold`;
    case 'BreakpointPassed':
      return `${by} let it go on: ${list}`;
    case 'RestoreHeld':
      return `Held: ${String(fact.detail)}`;
    case 'ReminderSent':
      return 'People were reminded';
    case 'RestoreResumed':
      return 'Goes on';
    case 'EndOrdered':
      return fact.rejected ? `${by} rejected it` : `${by} ended it as ${String(fact.ending).toLowerCase()}`;
    case 'StagesReset':
      return `${by} ordered to run again: ${list}`;
    case 'LeasesRestarted':
      return 'Every lease got its full length again';
    case 'VerificationBegan':
      return 'Verification begins';
    case 'CompletionAwaited':
      return 'All is done and proven; the end waits for the alert to resolve';
    case 'AlertsResolved':
      return `Its alerts are over: ${(fact.by as Person | undefined)?.why ?? ''}`;
    case 'AlertFiredAgain':
      return `It waits for another alert: ${(fact.by as Person | undefined)?.why ?? ''}`;
    case 'FiringAccepted':
      return `${by} let it end although its alert fires`;
    case 'RestoreSucceeded':
      return 'Succeeded';
    case 'RestoreFailed':
      return `Failed: ${String(fact.reason)}`;
    case 'RestoreCancelled':
      return `Cancelled: ${String(fact.reason)}`;
    case 'StageDispatched':
      return `${stage}: ${nth} ordered`;
    case 'AttemptAdmitted':
      return `${stage}: ${nth} taken by ${String(fact.worker)}`;
    case 'LeaseRenewed':
      return `${stage}: ${nth} is alive`;
    case 'StageSucceeded':
      return `${stage}: succeeded`;
    case 'AttemptFailed':
      return `${stage}: ${nth} failed, ${String(fact.code)}: ${String(fact.detail)}`;
    case 'AttemptLost':
      return `${stage}: ${nth} lost, its worker fell silent`;
    case 'AttemptUnanswered':
      return `${stage}: nobody took ${nth}`;
    case 'AttemptRefused':
      return `${stage}: ${nth} refused, ${String(fact.code)}: ${String(fact.detail)}`;
    case 'AttemptCancelRequested':
      return `${stage}: ${nth} asked to stop, ${String(fact.reason)}`;
    case 'AttemptCancelled':
      return `${stage}: ${nth} stopped${fact.resumable ? ', can go on' : ''}`;
    case 'LateReportNoted':
      return `${stage}: ${nth} spoke too late; nothing changed`;
    case 'StageSkipped':
      return `${by} skipped ${stage}`;
    case 'EndStageSkipped':
      return `${stage} left out: ${String(fact.held)}`;
    case 'StageCancelled':
      return `${stage}: cancelled`;
    default:
      return entry.type;
  }
}

/** Who decided, and why, of facts that people caused. */
export function decider(entry: Pick<Fact, 'type' | 'fact'>): Person | null {
  if (entry.type === 'RestoreStarted') {
    return (entry.fact.order as { requestedBy?: Person } | undefined)?.requestedBy ?? null;
  }
  return (entry.fact.by as Person | undefined) ?? null;
}

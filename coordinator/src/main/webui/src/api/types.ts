/** What the coordinator's API says, as JSON brings it. Times are ISO 8601, durations too (PT5M). */

export type RestoreState =
  | 'CHECKING'
  | 'AWAITING_APPROVAL'
  | 'RUNNING'
  | 'HELD'
  | 'VERIFYING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'CANCELLED';

export type StageStatus =
  | 'WAITING'
  | 'READY'
  | 'DISPATCHED'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'SKIPPED'
  | 'CANCELLED';

export type Severity = 'BLOCKER' | 'WARNING' | 'DEFERRED' | 'INFO';

export interface Items<T> {
  items: T[];
}

export interface About {
  version: string;
  login: 'none' | string;
  /** Whether a browser may log in at an identity provider. */
  provider?: boolean;
}

export type RestoreMode = 'restore' | 'backup' | 'dry-run';

export interface StagesDone {
  done: number;
  running: number;
  total: number;
  percent: number;
}

export interface RestoreLine {
  id: string;
  application: string;
  cluster: string;
  namespace: string;
  plan: string;
  store: string;
  backupSet: string;
  mode: RestoreMode;
  state: RestoreState;
  requestedBy: string;
  reason: string;
  startedAt: string;
  endedAt?: string;
  seq: number;
  /** Of open ones. */
  stages?: StagesDone;
}

export interface Person {
  who: string;
  why: string;
}

export interface Progress {
  attempt: number;
  step: string;
  done: number;
  total: number;
  unit: string;
  percent?: number;
  perSecond?: number;
  left?: string;
}

export interface Evidence {
  name: string;
  value: string;
}

export interface Stage {
  id: string;
  kind: string;
  needs: string[];
  status: StageStatus;
  atEnd: boolean;
  attempts: number;
  worker?: string;
  startedAt?: string;
  endedAt?: string;
  took?: string;
  /** What it should take, by earlier restores. */
  predicted?: string;
  retryAt?: string;
  problem: string;
  progress?: Progress;
  evidence: Evidence[];
  outputs: Record<string, Record<string, string>>;
}

export interface Finding {
  stage: string;
  severity: Severity;
  code: string;
  subject: string;
  message: string;
  remedy: string;
  waived: boolean;
}

export interface Capture {
  artifact: string;
  path: string;
  format: string;
  bytes: number;
  sha256: string;
  at?: string;
  source: string;
  lost: string;
}

export interface Approval {
  digest?: string;
  persons: number;
  given: Person[];
  skew?: string;
  captures: Capture[];
}

export interface Hold {
  reason: 'STAGE_FAILED' | 'FINDINGS' | 'OPERATOR' | 'BREAKPOINT' | 'ALERT_FIRES';
  stages: string[];
  detail: string;
  since: string;
  nextReminder: string;
}

/** One thing that an open restore waits for; without a stage, the restore as a whole does. */
export interface Wait {
  stage?: string;
  reason: string;
  until: string;
}

export interface LeftHeld {
  stage: string;
  unfinished: string[];
  what: string;
  release: string;
}

export interface Restore {
  id: string;
  application: string;
  cluster: string;
  namespace: string;
  mode: RestoreMode;
  state: RestoreState;
  reason: string;
  seq: number;
  startedAt: string;
  endedAt?: string;
  objective: string;
  /** From the alert, or a person's start, to verified, as the objective counts. */
  recovery: { since: string; took: string; met?: boolean };
  forecast: { restores: number; total?: string; left?: string; took?: string };
  plan: { name: string; version: string; digest: string };
  backup: { store: string; set: string };
  requestedBy: Person;
  origin: string;
  hold?: Hold;
  waits: Wait[];
  approval: Approval;
  findings: Finding[];
  held: LeftHeld[];
  stages: Stage[];
}

/** One journaled fact. `fact` holds what its type says, times and attempts among it. */
export interface Fact {
  seq: number;
  recordedAt: string;
  type: string;
  fact: Record<string, unknown>;
}

export interface Application {
  name: string;
  cluster: string;
  namespace: string;
  plan: string;
  parameters: Record<string, string>;
  store: string;
}

export interface Worker {
  instance: string;
  pool: string;
  kinds: string[];
  version: string;
  running: number;
  capacity: number;
  seenAt: string;
}

export interface Cluster {
  name: string;
  applications: string[];
  workers: Worker[];
}

export interface Artifact {
  name: string;
  path: string;
  format: string;
  sha256: string;
  bytes: number;
  capturedAt?: string;
  tool: string;
  serverVersion: string;
  counts: Record<string, number>;
}

export interface Backup {
  set: string;
  store: string;
  safety: boolean;
  usable: boolean;
  problem: string;
  createdAt?: string;
  verifiedAt?: string;
  bytes: number;
  artifacts: Artifact[];
}

export interface PlanProblem {
  code: string;
  place: string;
  message: string;
}

export interface PlanParameter {
  name: string;
  description: string;
  defaultValue?: string;
  required: boolean;
}

export interface PlanLine {
  name: string;
  version: string;
  description: string;
  objective: string;
  parameters: PlanParameter[];
  makesBackup: boolean;
  problems: PlanProblem[];
}

export interface PlanNode {
  id: string;
  kind: string;
  needs: string[];
  atEnd: boolean;
}

export interface Plan {
  plan: PlanLine;
  text: string;
  stages: PlanNode[];
}

export interface Policy {
  name: string;
  match: string[];
  application: string;
  plan?: string;
  backup: string;
  approval: 'none' | 'required' | 'two-persons';
  pauseBefore: string[];
  holdDown: string;
  cooldown: string;
  quiet: string[];
  onResolved: 'keep' | 'cancel';
  resolveWithin?: string;
}

export interface AlertEpisode {
  fingerprint: string;
  startsAt: string;
  status: 'firing' | 'resolved';
  policy: string;
  application: string;
  restore?: string;
  reason: string;
  labels: Record<string, string>;
  /** When it is decided anew whether to start a restore. */
  lookAgain?: string;
}

export interface AlertDecision {
  at: string;
  fingerprint: string;
  startsAt: string;
  policy: string;
  application: string;
  outcome: 'started' | 'attached' | 'waiting' | 'resolved' | 'refused' | 'withdrawn';
  reason: string;
  restore?: string;
}

export interface AuditEntry {
  /** Names the entry in the list. */
  place: string;
  restore: string;
  application: string;
  cluster: string;
  mode: string;
  seq: number;
  at: string;
  type: string;
  fact: Record<string, unknown>;
}

export type WishName =
  | 'approve'
  | 'reject'
  | 'hold'
  | 'resume'
  | 'cancel'
  | 'fail'
  | 'waive'
  | 'retry'
  | 'skip';

export interface WishBody {
  by: string;
  reason: string;
  digest?: string;
  now?: boolean;
  stage?: string;
  code?: string;
  subject?: string;
  outputs?: Record<string, Record<string, string>>;
}

/** What a wish would lead to, decided by the coordinator's own rules without writing anything. */
export interface WishPreview {
  granted: boolean;
  code?: string;
  message?: string;
  state: RestoreState;
  again: string[];
  starts: string[];
  cancels: string[];
  leftOut: string[];
  given: string[];
}

export interface StartBody {
  application: string;
  plan?: string;
  /** Missing for a plan that makes one. */
  backupSet?: string;
  mode: 'restore' | 'dry-run';
  only: string[];
  pauseBefore: string[];
  parameters: Record<string, string>;
  requestedBy: string;
  reason: string;
  approval?: 'none' | 'required' | 'two-persons';
}

/** Who the coordinator takes this browser for. */
export interface Session {
  name: string;
  grants: string[];
  logs: string | null;
}

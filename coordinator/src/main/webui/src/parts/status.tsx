import { Label } from '@patternfly/react-core/dist/esm/components/Label';
import BanIcon from '@patternfly/react-icons/dist/esm/icons/ban-icon';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-triangle-icon';
import FastForwardIcon from '@patternfly/react-icons/dist/esm/icons/fast-forward-icon';
import HourglassHalfIcon from '@patternfly/react-icons/dist/esm/icons/hourglass-half-icon';
import InfoCircleIcon from '@patternfly/react-icons/dist/esm/icons/info-circle-icon';
import PauseCircleIcon from '@patternfly/react-icons/dist/esm/icons/pause-circle-icon';
import PendingIcon from '@patternfly/react-icons/dist/esm/icons/pending-icon';
import SearchIcon from '@patternfly/react-icons/dist/esm/icons/search-icon';
import SyncAltIcon from '@patternfly/react-icons/dist/esm/icons/sync-alt-icon';
import UserCheckIcon from '@patternfly/react-icons/dist/esm/icons/user-check-icon';
import type { ComponentType } from 'react';
import type { RestoreMode, RestoreState, Severity, StageStatus } from '../api/types';
import { spoken } from '../logic/format';

type Tone = 'blue' | 'green' | 'red' | 'orange' | 'yellow' | 'grey' | 'teal' | 'purple';
type Look = { tone: Tone; icon: ComponentType<{ className?: string }>; spin?: boolean };

const RESTORE: Record<RestoreState, Look> = {
  CHECKING: { tone: 'blue', icon: SearchIcon },
  AWAITING_APPROVAL: { tone: 'purple', icon: UserCheckIcon },
  RUNNING: { tone: 'blue', icon: SyncAltIcon, spin: true },
  HELD: { tone: 'orange', icon: PauseCircleIcon },
  VERIFYING: { tone: 'blue', icon: SyncAltIcon, spin: true },
  SUCCEEDED: { tone: 'green', icon: CheckCircleIcon },
  FAILED: { tone: 'red', icon: ExclamationCircleIcon },
  CANCELLED: { tone: 'grey', icon: BanIcon },
};

export const STAGE: Record<StageStatus, Look> = {
  WAITING: { tone: 'grey', icon: PendingIcon },
  READY: { tone: 'grey', icon: HourglassHalfIcon },
  DISPATCHED: { tone: 'blue', icon: HourglassHalfIcon },
  RUNNING: { tone: 'blue', icon: SyncAltIcon, spin: true },
  SUCCEEDED: { tone: 'green', icon: CheckCircleIcon },
  FAILED: { tone: 'red', icon: ExclamationCircleIcon },
  SKIPPED: { tone: 'grey', icon: FastForwardIcon },
  CANCELLED: { tone: 'grey', icon: BanIcon },
};

const SEVERITY: Record<Severity, Look & { word: string }> = {
  BLOCKER: { tone: 'red', icon: ExclamationCircleIcon, word: 'Blocker' },
  WARNING: { tone: 'yellow', icon: ExclamationTriangleIcon, word: 'Warning' },
  DEFERRED: { tone: 'grey', icon: HourglassHalfIcon, word: 'Checked later' },
  INFO: { tone: 'blue', icon: InfoCircleIcon, word: 'Note' },
};

function Shown({ look, word }: { look: Look; word: string }) {
  const Icon = look.icon;
  return (
    <Label color={look.tone} icon={<Icon className={look.spin ? 'rk-spin' : undefined} />}>
      {word}
    </Label>
  );
}

export const RestoreStateLabel = ({ state }: { state: RestoreState }) => <Shown look={RESTORE[state]} word={spoken(state)} />;
export const StageStatusLabel = ({ status }: { status: StageStatus }) => <Shown look={STAGE[status]} word={spoken(status)} />;
export const SeverityLabel = ({ severity }: { severity: Severity }) => <Shown look={SEVERITY[severity]} word={SEVERITY[severity].word} />;

/** Says it where an order is no restore. */
export const ModeLabel = ({ mode }: { mode: RestoreMode }) =>
  mode === 'restore' ? null : (
    <Label color={mode === 'backup' ? 'purple' : 'teal'} variant="outline">
      {mode === 'backup' ? 'Backup' : 'Dry run'}
    </Label>
  );

const KINDS = {
  restore: ['R', 'Restore'],
  application: ['A', 'Application'],
  cluster: ['C', 'Cluster'],
  backup: ['B', 'Backup set'],
  plan: ['P', 'Plan'],
  stage: ['S', 'Stage'],
  policy: ['TP', 'Trigger policy'],
  worker: ['W', 'Worker'],
} as const;

/** The round badge before the name of a thing, as the OpenShift console has it. */
export function KindBadge({ kind }: { kind: keyof typeof KINDS }) {
  const [letters, word] = KINDS[kind];
  return (
    <span className={`rk-badge rk-badge-${kind}`} role="img" aria-label={word} title={word}>
      {letters}
    </span>
  );
}

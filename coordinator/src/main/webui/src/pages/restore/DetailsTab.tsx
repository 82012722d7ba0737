import { DescriptionList } from '@patternfly/react-core/dist/esm/components/DescriptionList';
import type { Restore } from '../../api/types';
import { durationMs, moment, span } from '../../logic/format';
import { ApplicationLink, ClusterLink, Digest, PlanLink, RestoreLink } from '../../parts/small';
import { Term } from './StagePanel';

const MODES = {
  restore: 'Restore',
  backup: 'Backup: makes a set, which counts once it is sealed',
  'dry-run': 'Dry run: checks only, nothing is changed',
};

export function DetailsTab({ restore }: { restore: Restore }) {
  return (
    <DescriptionList columnModifier={{ default: '1Col', md: '2Col', xl: '3Col' }}>
      <Term name="Identifier">
        <Digest text={restore.id} name="identifier" />
      </Term>
      <Term name="Application">
        <ApplicationLink name={restore.application} />
      </Term>
      <Term name="Cluster">
        <ClusterLink name={restore.cluster} />
      </Term>
      <Term name="Namespace">{restore.namespace}</Term>
      <Term name="Plan">
        <PlanLink name={restore.plan.name} />
      </Term>
      <Term name="Digest of the plan">
        <Digest text={restore.plan.digest} name="digest of the plan" />
      </Term>
      <Term name="Backup set">
        {restore.backup.set} in store {restore.backup.store}
      </Term>
      <Term name="Mode">{MODES[restore.mode]}</Term>
      <Term name="Objective">{span(durationMs(restore.objective) ?? 0)}</Term>
      <Term name="Recovery">
        {span(durationMs(restore.recovery.took) ?? 0)} {restore.origin.startsWith('alert ') ? 'since the alert began' : 'since the start'}
        {restore.recovery.met !== undefined && <span className="rk-quiet">{restore.recovery.met ? 'within the objective' : 'later than the objective'}</span>}
      </Term>
      <Term name="Requested by">
        {restore.requestedBy.who}
        <span className="rk-quiet">{restore.requestedBy.why}</span>
      </Term>
      <Term name="Origin">{restore.origin}</Term>
      <Term name="Started">{moment(restore.startedAt)}</Term>
      <Term name="Ended">{moment(restore.endedAt)}</Term>
      <Term name="Facts in the journal">{restore.seq}</Term>
      {restore.mode === 'restore' && (
        <Term name="Safety copies">
          set safety-{restore.id}, as far as stages took them
        </Term>
      )}
      <Term name="This page">
        <RestoreLink id={restore.id} name="Address without a tab" />
      </Term>
    </DescriptionList>
  );
}

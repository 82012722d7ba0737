import { Progress, ProgressMeasureLocation, ProgressSize } from '@patternfly/react-core/dist/esm/components/Progress';
import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table/dist/esm/components/Table';
import type { Stage } from '../../api/types';
import { between, progressWords, span } from '../../logic/format';
import { StageStatusLabel } from '../../parts/status';

interface Props {
  stages: Stage[];
  selected: string | null;
  select: (id: string) => void;
  now: number;
}

export function StageList({ stages, selected, select, now }: Props) {
  return (
    <Table aria-label="Stages in the order of the plan" variant="compact" className="rk-list">
      <Thead>
        <Tr>
          <Th>Stage</Th>
          <Th>Status</Th>
          <Th>Progress</Th>
          <Th>Took</Th>
          <Th>Attempts</Th>
          <Th>Worker</Th>
        </Tr>
      </Thead>
      <Tbody>
        {stages.map((stage) => (
          <Tr key={stage.id} isRowSelected={stage.id === selected}>
            <Td dataLabel="Stage">
              <Button variant="link" isInline onClick={() => select(stage.id)}>
                {stage.id}
              </Button>
              <span className="rk-quiet">{stage.kind}</span>
            </Td>
            <Td dataLabel="Status">
              <StageStatusLabel status={stage.status} />
            </Td>
            <Td dataLabel="Progress">
              <StageProgress stage={stage} />
            </Td>
            <Td dataLabel="Took">{took(stage, now)}</Td>
            <Td dataLabel="Attempts">{stage.attempts}</Td>
            <Td dataLabel="Worker">{stage.worker ?? '–'}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

export function took(stage: Stage, now: number): string {
  const ms = between(stage.startedAt, stage.endedAt, now);
  return ms === null ? '–' : span(ms);
}

export function StageProgress({ stage }: { stage: Stage }) {
  if (stage.status !== 'RUNNING' || !stage.progress) {
    return <>{stage.problem || (stage.status === 'SUCCEEDED' ? 'done' : '–')}</>;
  }
  return (
    <div className="rk-line-progress">
      <Progress
        aria-label={`Progress of ${stage.id}`}
        value={stage.progress.percent ?? 0}
        size={ProgressSize.sm}
        measureLocation={stage.progress.percent === undefined ? ProgressMeasureLocation.none : ProgressMeasureLocation.outside}
      />
      <span className="rk-quiet">
        {progressWords(stage.progress)} · {stage.progress.step}
      </span>
    </div>
  );
}

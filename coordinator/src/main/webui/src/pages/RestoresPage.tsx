import { PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import { Progress, ProgressMeasureLocation, ProgressSize } from '@patternfly/react-core/dist/esm/components/Progress';
import { SearchInput } from '@patternfly/react-core/dist/esm/components/SearchInput';
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core/dist/esm/components/ToggleGroup';
import { Toolbar, ToolbarContent, ToolbarItem } from '@patternfly/react-core/dist/esm/components/Toolbar';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table/dist/esm/components/Table';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { api } from '../api/client';
import type { RestoreLine, RestoreState } from '../api/types';
import { between, span } from '../logic/format';
import { useNow } from '../live/useRestore';
import { Loaded, NoMatch, Nothing, PageHead } from '../parts/frames';
import { ButtonLink } from '../parts/Header';
import { Ago, ApplicationLink, ClusterLink, PlanLink, RestoreLink } from '../parts/small';
import { ModeLabel, RestoreStateLabel } from '../parts/status';

const GROUPS: Record<string, RestoreState[]> = {
  waiting: ['AWAITING_APPROVAL', 'HELD'],
  running: ['CHECKING', 'RUNNING', 'VERIFYING'],
  ended: ['SUCCEEDED', 'FAILED', 'CANCELLED'],
};
const WORDS: [string, string][] = [
  ['', 'All'],
  ['waiting', 'Waiting for people'],
  ['running', 'Running'],
  ['ended', 'Ended'],
];

export function RestoresPage() {
  const query = useQuery({ queryKey: ['restores'], queryFn: () => api.restores({ limit: 200 }), refetchInterval: 4000 });
  return (
    <>
      <PageHead title="Restores" actions={<ButtonLink to="/restores/new">Start a restore</ButtonLink>} />
      <PageSection isFilled>
        <Loaded query={query} what="the restores">
          {(lines) =>
            lines.length === 0 ? (
              <Nothing title="No restore yet" action={<ButtonLink to="/restores/new">Start a restore</ButtonLink>}>
                An alert that a policy matches starts one, or a person does. A dry run looks at everything and changes nothing.
              </Nothing>
            ) : (
              <RestoresTable lines={lines} />
            )
          }
        </Loaded>
      </PageSection>
    </>
  );
}

function RestoresTable({ lines }: { lines: RestoreLine[] }) {
  const [search, setSearch] = useSearchParams();
  const group = search.get('show') ?? '';
  const text = search.get('text') ?? '';
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) {
      next.set(name, value);
    } else {
      next.delete(name);
    }
    setSearch(next, { replace: true });
  };
  const shown = lines.filter(
    (line) =>
      (group === '' || (GROUPS[group] ?? []).includes(line.state)) &&
      [line.application, line.cluster, line.plan, line.backupSet, line.requestedBy, line.id].some((value) => value.toLowerCase().includes(text.toLowerCase())),
  );
  const count = (name: string) => (name === '' ? lines : lines.filter((line) => GROUPS[name]!.includes(line.state))).length;
  return (
    <>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem>
            <SearchInput
              aria-label="Filter by application, cluster, plan, backup set or person"
              placeholder="Filter by name"
              value={text}
              onChange={(_, value) => change('text', value)}
              onClear={() => change('text', '')}
            />
          </ToolbarItem>
          <ToolbarItem>
            <ToggleGroup aria-label="Which restores" className="rk-wrap">
              {WORDS.map(([name, word]) => (
                <ToggleGroupItem key={name} text={`${word} (${count(name)})`} isSelected={group === name} onChange={() => change('show', name)} buttonId={`show-${name || 'all'}`} />
              ))}
            </ToggleGroup>
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      {shown.length === 0 ? <NoMatch clear={() => setSearch({}, { replace: true })} /> : <Lines lines={shown} />}
    </>
  );
}

function Lines({ lines }: { lines: RestoreLine[] }) {
  const now = useNow(true, 5000);
  return (
    <Table aria-label="Restores" variant="compact" className="rk-list">
      <Thead>
        <Tr>
          <Th>Restore</Th>
          <Th>State</Th>
          <Th>Progress</Th>
          <Th>Application</Th>
          <Th>Cluster</Th>
          <Th>Plan</Th>
          <Th>Backup set</Th>
          <Th>Started</Th>
        </Tr>
      </Thead>
      <Tbody>
        {lines.map((line) => (
          <Tr key={line.id}>
            <Td dataLabel="Restore">
              <RestoreLink id={line.id} />
            </Td>
            <Td dataLabel="State">
              <span className="rk-labels">
                <RestoreStateLabel state={line.state} />
                <ModeLabel mode={line.mode} />
              </span>
            </Td>
            <Td dataLabel="Progress">
              <LineProgress line={line} now={now} />
            </Td>
            <Td dataLabel="Application">
              <ApplicationLink name={line.application} />
            </Td>
            <Td dataLabel="Cluster">
              <ClusterLink name={line.cluster} />
            </Td>
            <Td dataLabel="Plan">
              <PlanLink name={line.plan} />
            </Td>
            <Td dataLabel="Backup set">
              <span className="rk-set" title={line.backupSet}>
                {line.backupSet}
              </span>
            </Td>
            <Td dataLabel="Started">
              <Ago at={line.startedAt} now={now} />
              <span className="rk-quiet">by {line.requestedBy}</span>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function LineProgress({ line, now }: { line: RestoreLine; now: number }) {
  if (line.stages) {
    return (
      <div className="rk-line-progress">
        <Progress
          aria-label={`Progress of the restore of ${line.application}`}
          value={line.stages.percent}
          size={ProgressSize.sm}
          measureLocation={ProgressMeasureLocation.outside}
          variant={line.state === 'HELD' ? 'warning' : undefined}
        />
        <span className="rk-quiet">
          {line.stages.done} of {line.stages.total} stages
        </span>
      </div>
    );
  }
  return <span className="rk-when">took {span(between(line.startedAt, line.endedAt, now) ?? 0)}</span>;
}

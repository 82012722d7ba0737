import { FormSelect, FormSelectOption } from '@patternfly/react-core/dist/esm/components/FormSelect';
import { Label } from '@patternfly/react-core/dist/esm/components/Label';
import { PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import { Toolbar, ToolbarContent, ToolbarItem } from '@patternfly/react-core/dist/esm/components/Toolbar';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import { ExpandableRowContent, Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table/dist/esm/components/Table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../api/client';
import type { Backup } from '../api/types';
import { bytes, moment } from '../logic/format';
import { useNow } from '../live/useRestore';
import { Loaded, Nothing, PageHead } from '../parts/frames';
import { ButtonLink } from '../parts/Header';
import { Ago, Digest } from '../parts/small';
import { KindBadge } from '../parts/status';

export default function BackupsPage() {
  const applications = useQuery({ queryKey: ['applications'], queryFn: api.applications });
  return (
    <>
      <PageHead title="Backup sets" />
      <PageSection isFilled>
        <Loaded query={applications} what="the applications">
          {(all) =>
            all.length === 0 ? (
              <Nothing title="No application in the catalogue">Backup sets belong to the store of an application; there is none yet.</Nothing>
            ) : (
              <OfApplication names={all.map((application) => application.name)} />
            )
          }
        </Loaded>
      </PageSection>
    </>
  );
}

function OfApplication({ names }: { names: string[] }) {
  const [search, setSearch] = useSearchParams();
  const name = search.get('application') ?? names[0]!;
  const query = useQuery({ queryKey: ['backups', name], queryFn: () => api.backups(name) });
  const now = useNow(true, 10_000);
  return (
    <>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem>
            <FormSelect value={name} onChange={(_, value) => setSearch({ application: value }, { replace: true })} aria-label="Application whose store is shown" id="backups-application">
              {names.map((candidate) => (
                <FormSelectOption key={candidate} value={candidate} label={candidate} />
              ))}
            </FormSelect>
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      <Loaded query={query} what="the backup sets">
        {(sets) => <BackupsTable sets={sets} application={name} now={now} />}
      </Loaded>
    </>
  );
}

export function BackupsTable({ sets, application, now }: { sets: Backup[]; application: string; now: number }) {
  const [open, setOpen] = useState<string[]>([]);
  if (sets.length === 0) {
    return (
      <Nothing title="No backup set in the store">
        A backup set is a folder of the store with a manifest. <code>rekindle backup index DIR</code> writes one beside the files of the documented backup.
      </Nothing>
    );
  }
  const toggle = (set: string) => setOpen((before) => (before.includes(set) ? before.filter((other) => other !== set) : [...before, set]));
  return (
    <Table aria-label={`Backup sets of ${application}`} variant="compact" className="rk-list">
      <Thead>
        <Tr>
          <Th screenReaderText="Show artefacts" />
          <Th>Set</Th>
          <Th>Usable</Th>
          <Th>Made</Th>
          <Th>Size</Th>
          <Th>Artefacts</Th>
          <Th screenReaderText="Actions" />
        </Tr>
      </Thead>
      {sets.map((set, index) => (
        <Tbody key={set.set} isExpanded={open.includes(set.set)}>
          <Tr>
            <Td expand={set.artifacts.length === 0 ? undefined : { rowIndex: index, isExpanded: open.includes(set.set), onToggle: () => toggle(set.set), expandId: 'artefacts' }} />
            <Td dataLabel="Set">
              <span className="rk-link">
                <KindBadge kind="backup" /> <span className="rk-anywhere">{set.set}</span>
              </span>
              {set.safety && <span className="rk-quiet">Safety copy, taken before a restore</span>}
            </Td>
            <Td dataLabel="Usable">
              {set.usable ? (
                <>
                  <Label color="green" icon={<CheckCircleIcon />}>
                    {set.verifiedAt ? 'Verified' : 'Manifest read'}
                  </Label>
                  <span className="rk-quiet">{set.verifiedAt ? moment(set.verifiedAt) : 'not verified yet'}</span>
                </>
              ) : (
                <>
                  <Label color="red" icon={<ExclamationCircleIcon />}>
                    Not usable
                  </Label>
                  <span className="rk-quiet">{set.problem}</span>
                </>
              )}
            </Td>
            <Td dataLabel="Made">
              <Ago at={set.createdAt} now={now} />
              {set.createdAt && <span className="rk-quiet rk-when">{moment(set.createdAt)}</span>}
            </Td>
            <Td dataLabel="Size">
              <span className="rk-when">{set.usable ? bytes(set.bytes) : '–'}</span>
            </Td>
            <Td dataLabel="Artefacts">{set.artifacts.length}</Td>
            <Td dataLabel="Actions">
              {set.usable && (
                <ButtonLink variant="secondary" to={`/restores/new?application=${encodeURIComponent(application)}&backup=${encodeURIComponent(set.set)}`}>
                  Restore…
                </ButtonLink>
              )}
            </Td>
          </Tr>
          {open.includes(set.set) && (
            <Tr isExpanded>
              <Td colSpan={7}>
                <ExpandableRowContent>
                  <Artefacts set={set} />
                </ExpandableRowContent>
              </Td>
            </Tr>
          )}
        </Tbody>
      ))}
    </Table>
  );
}

function Artefacts({ set }: { set: Backup }) {
  return (
    <Table aria-label={`Artefacts of ${set.set}`} variant="compact" borders={false} className="rk-list">
      <Thead>
        <Tr>
          <Th>Artefact</Th>
          <Th>File</Th>
          <Th>Captured</Th>
          <Th>Size</Th>
          <Th>Made with</Th>
          <Th>Counts</Th>
          <Th>Digest</Th>
        </Tr>
      </Thead>
      <Tbody>
        {set.artifacts.map((artifact) => (
          <Tr key={artifact.name}>
            <Td dataLabel="Artefact">
              {artifact.name}
              <span className="rk-quiet">{artifact.format}</span>
            </Td>
            <Td dataLabel="File">
              <code>{artifact.path}</code>
            </Td>
            <Td dataLabel="Captured">{artifact.capturedAt ? moment(artifact.capturedAt) : 'not noted'}</Td>
            <Td dataLabel="Size">{bytes(artifact.bytes)}</Td>
            <Td dataLabel="Made with">{[artifact.tool, artifact.serverVersion].filter((part) => part !== '').join(', ') || '–'}</Td>
            <Td dataLabel="Counts">{counts(artifact.counts)}</Td>
            <Td dataLabel="Digest">
              <Digest text={artifact.sha256} name={`digest of ${artifact.name}`} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function counts(values: Record<string, number>): string {
  const entries = Object.entries(values);
  const shown = entries
    .slice(0, 3)
    .map(([name, count]) => `${name} ${count.toLocaleString('en-US')}`)
    .join(', ');
  return entries.length === 0 ? '–' : entries.length > 3 ? `${shown} and ${entries.length - 3} more` : shown;
}

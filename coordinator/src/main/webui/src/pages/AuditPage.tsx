import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import { SearchInput } from '@patternfly/react-core/dist/esm/components/SearchInput';
import { Toolbar, ToolbarContent, ToolbarItem } from '@patternfly/react-core/dist/esm/components/Toolbar';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table/dist/esm/components/Table';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client';
import type { AuditEntry } from '../api/types';
import { decider, sentence } from '../logic/attempts';
import { moment } from '../logic/format';
import { Loading, NoMatch, Nothing, PageHead, Trouble } from '../parts/frames';
import { ApplicationLink, ClusterLink, RestoreLink } from '../parts/small';

const PAGE = 100;

export default function AuditPage() {
  const query = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) => api.audit(pageParam),
    initialPageParam: '',
    getNextPageParam: (last: AuditEntry[]) => (last.length < PAGE ? undefined : last.at(-1)!.place),
  });
  const entries = query.data?.pages.flat();
  return (
    <>
      <PageHead title="Audit">
        <p>Who decided what, when and why, and how each restore ended. As the journal has it; nothing here can be changed.</p>
      </PageHead>
      <PageSection isFilled>
        {entries === undefined ? (
          query.error ? (
            <Trouble error={query.error} retry={() => void query.refetch()} what="the audit" />
          ) : (
            <Loading what="the audit" />
          )
        ) : entries.length === 0 ? (
          <Nothing title="Nothing was decided yet">Starts, approvals, holds and every other decision will stand here.</Nothing>
        ) : (
          <Entries entries={entries} />
        )}
        {query.hasNextPage && (
          <Button variant="secondary" onClick={() => void query.fetchNextPage()} isLoading={query.isFetchingNextPage} spinnerAriaValueText="Loading older entries">
            Older entries
          </Button>
        )}
      </PageSection>
    </>
  );
}

function Entries({ entries }: { entries: AuditEntry[] }) {
  const [text, setText] = useState('');
  const shown = entries.filter((entry) => {
    const who = decider(entry);
    return `${sentence(entry)} ${who?.who ?? ''} ${who?.why ?? ''} ${entry.application} ${entry.cluster}`.toLowerCase().includes(text.toLowerCase());
  });
  return (
    <>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem>
            <SearchInput aria-label="Filter the audit" placeholder="Person, application or reason" value={text} onChange={(_, value) => setText(value)} onClear={() => setText('')} />
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      {shown.length === 0 ? (
        <NoMatch clear={() => setText('')} />
      ) : (
        <Table aria-label="Decisions, the newest first" variant="compact" className="rk-list">
          <Thead>
            <Tr>
              <Th>When</Th>
              <Th>Who</Th>
              <Th width={30}>What</Th>
              <Th>Why</Th>
              <Th>Application</Th>
              <Th>Cluster</Th>
              <Th>Restore</Th>
            </Tr>
          </Thead>
          <Tbody>
            {shown.map((entry) => {
              const who = decider(entry);
              return (
                <Tr key={entry.place}>
                  <Td dataLabel="When">
                    <span className="rk-when">{moment(entry.at)}</span>
                  </Td>
                  <Td dataLabel="Who">{who?.who ?? 'Rekindle'}</Td>
                  <Td dataLabel="What">{sentence(entry)}</Td>
                  <Td dataLabel="Why">{who?.why || '–'}</Td>
                  <Td dataLabel="Application">
                    <ApplicationLink name={entry.application} />
                  </Td>
                  <Td dataLabel="Cluster">
                    <ClusterLink name={entry.cluster} />
                  </Td>
                  <Td dataLabel="Restore">
                    <RestoreLink id={entry.restore} />
                  </Td>
                </Tr>
              );
            })}
          </Tbody>
        </Table>
      )}
    </>
  );
}

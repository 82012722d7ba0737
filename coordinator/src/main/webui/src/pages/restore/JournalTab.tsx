import { Switch } from '@patternfly/react-core/dist/esm/components/Switch';
import { SearchInput } from '@patternfly/react-core/dist/esm/components/SearchInput';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table/dist/esm/components/Table';
import { useState } from 'react';
import type { Fact } from '../../api/types';
import { decider, routine, sentence } from '../../logic/attempts';
import { moment } from '../../logic/format';
import { Loading } from '../../parts/frames';

/** Every fact of one restore, the newest first. */
export function JournalTab({ facts }: { facts: Fact[] }) {
  const [all, setAll] = useState(false);
  const [text, setText] = useState('');
  if (facts.length === 0) {
    return <Loading what="the journal" />;
  }
  const shown = facts
    .filter((fact) => (all || !routine(fact.type)) && (text === '' || `${sentence(fact)} ${fact.type}`.toLowerCase().includes(text.toLowerCase())))
    .reverse();
  return (
    <>
      <div className="rk-labels rk-switches">
        <SearchInput className="rk-find" aria-label="Find in the journal" placeholder="Find, such as a stage" value={text} onChange={(_, value) => setText(value)} onClear={() => setText('')} />
        <Switch id="journal-all" label={`All ${facts.length} facts, leases and orders of checks too`} isChecked={all} onChange={(_, checked) => setAll(checked)} />
      </div>
      <Table aria-label="Journal, the newest fact first" variant="compact" className="rk-list">
        <Thead>
          <Tr>
            <Th>Number</Th>
            <Th>When</Th>
            <Th width={50}>What</Th>
            <Th>Who and why</Th>
          </Tr>
        </Thead>
        <Tbody>
          {shown.map((fact) => {
            const who = decider(fact);
            return (
              <Tr key={fact.seq}>
                <Td dataLabel="Number">{fact.seq}</Td>
                <Td dataLabel="When">
                  <span className="rk-when">{moment(String(fact.fact.at ?? fact.recordedAt))}</span>
                </Td>
                <Td dataLabel="What">
                  {sentence(fact)}
                  <span className="rk-quiet">{fact.type}</span>
                </Td>
                <Td dataLabel="Who and why">
                  {who ? (
                    <>
                      {who.who}
                      <span className="rk-quiet">{who.why}</span>
                    </>
                  ) : (
                    '–'
                  )}
                </Td>
              </Tr>
            );
          })}
        </Tbody>
      </Table>
    </>
  );
}

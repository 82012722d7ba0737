import { Alert } from '@patternfly/react-core/dist/esm/components/Alert';
import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { Card, CardBody, CardTitle } from '@patternfly/react-core/dist/esm/components/Card';
import { DescriptionList } from '@patternfly/react-core/dist/esm/components/DescriptionList';
import { Label } from '@patternfly/react-core/dist/esm/components/Label';
import { Switch } from '@patternfly/react-core/dist/esm/components/Switch';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table/dist/esm/components/Table';
import { useState } from 'react';
import type { Finding, Restore } from '../../api/types';
import { beforeEnd } from '../../logic/forecast';
import { bytes, durationMs, judged, moment, span } from '../../logic/format';
import { Digest } from '../../parts/small';
import { SeverityLabel } from '../../parts/status';
import { useAccess } from '../../parts/LoginGate';
import type { Intent } from '../../parts/WishDialog';
import { Term } from './StagePanel';

interface Props {
  restore: Restore;
  now: number;
  act: (intent: Intent) => void;
}

/** What a restore would do, found and would lose: what an approval is about, or what a dry run says. */
export function PreviewTab({ restore, now, act }: Props) {
  return (
    <div className="rk-cards">
      <Verdict restore={restore} />
      <Lost restore={restore} now={now} />
      <Findings restore={restore} act={act} />
      <Plan restore={restore} />
    </div>
  );
}

function Verdict({ restore }: { restore: Restore }) {
  const of = (severity: Finding['severity'], waived = false) => restore.findings.filter((finding) => finding.severity === severity && finding.waived === waived).length;
  const blockers = of('BLOCKER');
  if (restore.state === 'CHECKING') {
    return <Alert isInline variant="info" title="Checks of all stages run now; they read and change nothing" />;
  }
  if (blockers > 0) {
    return (
      <Alert isInline variant="danger" title={`${blockers} blocking ${blockers === 1 ? 'finding' : 'findings'}: nothing is changed while ${blockers === 1 ? 'it stands' : 'they stand'}`}>
        Put it right and resume, or accept each by name.
      </Alert>
    );
  }
  const notes = `${of('WARNING')} warnings, ${of('DEFERRED')} things that can only be checked on the way`;
  return restore.mode === 'dry-run' ? (
    <Alert isInline variant="success" title="The dry run found nothing that stands in the way">
      {notes}. Nothing was changed.
    </Alert>
  ) : (
    <Alert isInline variant="success" title="Every check answered, and none blocks">
      {notes}.
    </Alert>
  );
}

function Lost({ restore, now }: { restore: Restore; now: number }) {
  const [objects, setObjects] = useState(false);
  // Of a restore that has begun, what was written since is another matter.
  const until = restore.endedAt === undefined ? now : Date.parse(restore.startedAt);
  const skew = durationMs(restore.approval.skew);
  const { captures } = restore.approval;
  const ofCluster = captures.filter((capture) => capture.format.startsWith('kubernetes')).length;
  const shown = captures.filter((capture) => objects || ofCluster === captures.length || !capture.format.startsWith('kubernetes'));
  return (
    <Card>
      <CardTitle component="h2">{restore.endedAt === undefined ? 'What will be lost' : restore.mode === 'dry-run' ? 'What would be lost' : 'What was lost'}</CardTitle>
      <CardBody>
        <p>
          {captures.length === 0
            ? 'No artefact is pinned.'
            : `Everything written after each store was captured. ${skew === null ? 'How far the captures lie apart is not known.' : `The captures lie ${span(skew)} apart${skew > 60_000 ? ': what the stores say of each other may differ by as much.' : '.'}`}`}
        </p>
        {ofCluster > 0 && ofCluster < captures.length && (
          <Switch id="show-objects" label={`Show ${ofCluster} Kubernetes objects too`} isChecked={objects} onChange={(_, checked) => setObjects(checked)} className="rk-switch" />
        )}
        <Table aria-label="Artefacts with the time of their capture" variant="compact" className="rk-list">
          <Thead>
            <Tr>
              <Th>Artefact</Th>
              <Th>Captured</Th>
              <Th>Lost</Th>
              <Th>Known from</Th>
              <Th>Size</Th>
              <Th>Digest</Th>
            </Tr>
          </Thead>
          <Tbody>
            {shown.map((capture) => (
              <Tr key={capture.artifact}>
                <Td dataLabel="Artefact">
                  {capture.artifact}
                  <span className="rk-quiet">{capture.format}</span>
                </Td>
                <Td dataLabel="Captured">{capture.at ? <span className="rk-when">{moment(capture.at)}</span> : <Label color="orange">unknown</Label>}</Td>
                <Td dataLabel="Lost">{capture.at ? `the last ${span(until - Date.parse(capture.at))}` : 'unknown'}</Td>
                <Td dataLabel="Known from">{capture.source}</Td>
                <Td dataLabel="Size">{bytes(capture.bytes)}</Td>
                <Td dataLabel="Digest">
                  <Digest text={capture.sha256} name={`digest of ${capture.artifact}`} />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      </CardBody>
    </Card>
  );
}

function Findings({ restore, act }: { restore: Restore; act: (intent: Intent) => void }) {
  const [notes, setNotes] = useState(false);
  const matter = restore.findings.filter((finding) => finding.severity === 'BLOCKER' || finding.severity === 'WARNING');
  const shown = notes ? restore.findings : matter;
  const { may } = useAccess();
  const waivable = may(restore.application, 'waive') && (restore.state === 'HELD' || restore.state === 'CHECKING' || restore.state === 'AWAITING_APPROVAL');
  return (
    <Card>
      <CardTitle component="h2">What was found</CardTitle>
      <CardBody>
        {restore.findings.length > matter.length && (
          <Switch id="show-notes" label={`Show ${restore.findings.length - matter.length} notes and later checks`} isChecked={notes} onChange={(_, checked) => setNotes(checked)} className="rk-switch" />
        )}
        {shown.length === 0 ? (
          <p className="rk-quiet">{restore.state === 'CHECKING' ? 'Nothing yet.' : 'Nothing that a person must know.'}</p>
        ) : (
          <Table aria-label="Findings" variant="compact" className="rk-list">
            <Thead>
              <Tr>
                <Th>Weight</Th>
                <Th>Stage</Th>
                <Th>Subject</Th>
                <Th width={50}>Finding</Th>
                <Th screenReaderText="Accept" />
              </Tr>
            </Thead>
            <Tbody>
              {shown.map((finding) => (
                <Tr key={`${finding.stage} ${finding.code} ${finding.subject} ${finding.message}`}>
                  <Td dataLabel="Weight">
                    <SeverityLabel severity={finding.severity} />
                    {finding.waived && <span className="rk-quiet">accepted</span>}
                  </Td>
                  <Td dataLabel="Stage">{finding.stage}</Td>
                  <Td dataLabel="Subject">
                    {finding.subject}
                    <span className="rk-quiet">{finding.code}</span>
                  </Td>
                  <Td dataLabel="Finding">
                    {finding.message}
                    {finding.remedy && <span className="rk-quiet">{finding.remedy}</span>}
                  </Td>
                  <Td dataLabel="Accept">
                    {finding.severity === 'BLOCKER' && !finding.waived && waivable && restore.mode !== 'dry-run' && (
                      <Button variant="secondary" size="sm" onClick={() => act({ wish: 'waive', finding })}>
                        Accept…
                      </Button>
                    )}
                  </Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        )}
      </CardBody>
    </Card>
  );
}

function Plan({ restore }: { restore: Restore }) {
  const before = beforeEnd(restore.stages);
  const atEnd = restore.stages.filter((stage) => stage.atEnd).map((stage) => stage.id);
  const total = durationMs(restore.forecast.total);
  return (
    <Card>
      <CardTitle component="h2">What it does</CardTitle>
      <CardBody>
        <DescriptionList isHorizontal isCompact>
          <Term name="Plan">
            {restore.plan.name} {restore.plan.version}
          </Term>
          <Term name="Stages">
            {before.length} that restore, {atEnd.length} at the end ({atEnd.join(', ') || 'none'}), {restore.stages.length - before.length - atEnd.length} that verify
          </Term>
          <Term name="How long">
            {total === null ? 'Not known: not every stage of this plan has run before' : `About ${span(total)}, ${judged(restore.forecast.restores)}`}; the objective is{' '}
            {span(durationMs(restore.objective) ?? 0)}.
          </Term>
          <Term name="Approvals">
            {restore.approval.persons === 0
              ? 'none needed'
              : `${restore.approval.given.length} of ${restore.approval.persons}${restore.approval.given.length > 0 ? `: ${restore.approval.given.map((given) => `${given.who} (${given.why})`).join(', ')}` : ''}`}
          </Term>
          {restore.approval.digest && (
            <Term name="Digest to approve">
              <Digest text={restore.approval.digest} name="digest to approve" />
            </Term>
          )}
        </DescriptionList>
      </CardBody>
    </Card>
  );
}

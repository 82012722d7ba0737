import { Card, CardBody, CardTitle } from '@patternfly/react-core/dist/esm/components/Card';
import { Label } from '@patternfly/react-core/dist/esm/components/Label';
import { PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table/dist/esm/components/Table';
import BellIcon from '@patternfly/react-icons/dist/esm/icons/bell-icon';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import type { AlertDecision, AlertEpisode, Policy } from '../api/types';
import { durationMs, moment, span } from '../logic/format';
import { useNow } from '../live/useRestore';
import { Loaded, Nothing, PageHead } from '../parts/frames';
import { Ago, ApplicationLink, RestoreLink } from '../parts/small';
import { KindBadge } from '../parts/status';

const APPROVAL = { none: 'nobody is asked', required: 'one person', 'two-persons': 'two persons' };

export default function AlertsPage() {
  const policies = useQuery({ queryKey: ['policies'], queryFn: api.policies, refetchInterval: 30_000 });
  const alerts = useQuery({ queryKey: ['alerts'], queryFn: api.alerts, refetchInterval: 5000 });
  const decisions = useQuery({ queryKey: ['alert-decisions'], queryFn: api.alertDecisions, refetchInterval: 5000 });
  return (
    <>
      <PageHead title="Alerts and policies" />
      <PageSection isFilled>
        <div className="rk-cards">
          <Card>
            <CardTitle component="h2">Alerts that a policy matched</CardTitle>
            <CardBody>
              <Loaded query={alerts} what="the alerts">
                {(episodes) => <Episodes episodes={episodes} />}
              </Loaded>
            </CardBody>
          </Card>
          <Card>
            <CardTitle component="h2">What was decided, and why</CardTitle>
            <CardBody>
              <Loaded query={decisions} what="the decisions">
                {(all) => <Decisions decisions={all} />}
              </Loaded>
            </CardBody>
          </Card>
          <Card>
            <CardTitle component="h2">Trigger policies</CardTitle>
            <CardBody>
              <Loaded query={policies} what="the policies">
                {(all) => <Policies policies={all} />}
              </Loaded>
            </CardBody>
          </Card>
        </div>
      </PageSection>
    </>
  );
}

function Episodes({ episodes }: { episodes: AlertEpisode[] }) {
  const now = useNow(true, 5000);
  return episodes.length === 0 ? (
    <Nothing title="No alert was heard of" icon={BellIcon}>
      Alertmanager sends its webhooks to <code>/webhooks/alertmanager</code> of this address.
    </Nothing>
  ) : (
    <Table aria-label="Alerts" variant="compact" className="rk-list">
      <Thead>
        <Tr>
          <Th>Alert</Th>
          <Th>Status</Th>
          <Th>Since</Th>
          <Th>Policy</Th>
          <Th>Application</Th>
          <Th>Restore</Th>
        </Tr>
      </Thead>
      <Tbody>
        {episodes.map((episode) => (
          <Tr key={`${episode.fingerprint} ${episode.startsAt}`}>
            <Td dataLabel="Alert">
              {episode.labels.alertname ?? ''} <code>{episode.fingerprint}</code>
            </Td>
            <Td dataLabel="Status">
              {episode.status === 'firing' ? (
                <Label color="red" icon={<BellIcon />}>
                  Firing
                </Label>
              ) : (
                <Label color="green">Resolved</Label>
              )}
            </Td>
            <Td dataLabel="Since">
              <Ago at={episode.startsAt} now={now} />
              <span className="rk-quiet">{moment(episode.startsAt)}</span>
            </Td>
            <Td dataLabel="Policy">{episode.policy}</Td>
            <Td dataLabel="Application">
              <ApplicationLink name={episode.application} />
            </Td>
            <Td dataLabel="Restore">{episode.restore ? <RestoreLink id={episode.restore} /> : <span>{episode.lookAgain ? 'waits' : 'none'}: {episode.reason}</span>}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Decisions({ decisions }: { decisions: AlertDecision[] }) {
  return decisions.length === 0 ? (
    <Nothing title="Nothing was decided yet">Each alert that a policy matches leaves a line here, with the reason.</Nothing>
  ) : (
    <Table aria-label="Decisions about alerts" variant="compact" className="rk-list">
      <Thead>
        <Tr>
          <Th>When</Th>
          <Th>Alert</Th>
          <Th>Policy</Th>
          <Th>Decision</Th>
          <Th>Why</Th>
        </Tr>
      </Thead>
      <Tbody>
        {decisions.map((decision) => (
          <Tr key={`${decision.fingerprint} ${decision.startsAt} ${decision.at}`}>
            <Td dataLabel="When">
              <span className="rk-when">{moment(decision.at)}</span>
            </Td>
            <Td dataLabel="Alert">
              <code>{decision.fingerprint}</code>
            </Td>
            <Td dataLabel="Policy">{decision.policy}</Td>
            <Td dataLabel="Decision">{decision.outcome}</Td>
            <Td dataLabel="Why">{decision.reason}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Policies({ policies }: { policies: Policy[] }) {
  return policies.length === 0 ? (
    <Nothing title="No policy, so no alert starts anything">
      Write one into <code>policies.yaml</code> of the catalogue's directory; an edit counts at once.
    </Nothing>
  ) : (
    <Table aria-label="Trigger policies" variant="compact" className="rk-list">
      <Thead>
        <Tr>
          <Th>Policy</Th>
          <Th>Matches</Th>
          <Th>Restores</Th>
          <Th>Backup set</Th>
          <Th>Approval</Th>
          <Th>Waits for</Th>
          <Th>Waits before</Th>
          <Th>Quiet after a restore</Th>
        </Tr>
      </Thead>
      <Tbody>
        {policies.map((policy) => (
          <Tr key={policy.name}>
            <Td dataLabel="Policy">
              <span className="rk-link">
                <KindBadge kind="policy" /> {policy.name}
              </span>
            </Td>
            <Td dataLabel="Matches">
              {policy.match.map((matcher) => (
                <code key={matcher} className="rk-matcher">
                  {matcher}
                </code>
              ))}
            </Td>
            <Td dataLabel="Restores">
              <ApplicationLink name={policy.application} />
            </Td>
            <Td dataLabel="Backup set">{policy.backup}</Td>
            <Td dataLabel="Approval">{APPROVAL[policy.approval]}</Td>
            <Td dataLabel="Waits for">
              {[durationMs(policy.holdDown) ? `${span(durationMs(policy.holdDown)!)} of firing` : '', ...policy.quiet.map((window) => `the end of ${window}`)].filter((part) => part !== '').join(', ') || '–'}
              {policy.onResolved === 'cancel' && <span className="rk-quiet">ends when its alerts do, unless it began</span>}
              {policy.resolveWithin && <span className="rk-quiet">at its end, for its alerts to resolve within {span(durationMs(policy.resolveWithin) ?? 0)}</span>}
            </Td>
            <Td dataLabel="Waits before">{policy.pauseBefore.join(', ') || '–'}</Td>
            <Td dataLabel="Quiet after a restore">
              <span className="rk-when">{span(durationMs(policy.cooldown) ?? 0)}</span>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

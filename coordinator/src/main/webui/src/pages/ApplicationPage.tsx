import { Card, CardBody, CardTitle } from '@patternfly/react-core/dist/esm/components/Card';
import { DescriptionList } from '@patternfly/react-core/dist/esm/components/DescriptionList';
import { PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table/dist/esm/components/Table';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { api } from '../api/client';
import type { Application } from '../api/types';
import { between, span } from '../logic/format';
import { useNow } from '../live/useRestore';
import { Loaded, Nothing, PageHead } from '../parts/frames';
import { ButtonLink } from '../parts/Header';
import { Ago, ClusterLink, PlanLink, RestoreLink } from '../parts/small';
import { KindBadge, ModeLabel, RestoreStateLabel } from '../parts/status';
import { BackupsTable } from './BackupsPage';
import { Term } from './restore/StagePanel';

export default function ApplicationPage() {
  const { name = '' } = useParams();
  const query = useQuery({ queryKey: ['applications'], queryFn: api.applications });
  return (
    <>
      <PageHead
        title={name}
        mark={<KindBadge kind="application" />}
        trail={[{ to: '/applications', name: 'Applications' }]}
        actions={<ButtonLink to={`/restores/new?application=${encodeURIComponent(name)}`}>Start a restore</ButtonLink>}
      />
      <PageSection isFilled>
        <Loaded query={query} what="the application">
          {(all) => {
            const application = all.find((candidate) => candidate.name === name);
            return application ? (
              <Shown application={application} />
            ) : (
              <Nothing title={`No application ${name}`} action={<ButtonLink to="/applications">To the applications</ButtonLink>}>
                The catalogue does not list it, or not any more.
              </Nothing>
            );
          }}
        </Loaded>
      </PageSection>
    </>
  );
}

function Shown({ application }: { application: Application }) {
  const restores = useQuery({ queryKey: ['restores', application.name], queryFn: () => api.restores({ application: application.name, limit: 50 }), refetchInterval: 5000 });
  const backups = useQuery({ queryKey: ['backups', application.name], queryFn: () => api.backups(application.name) });
  const now = useNow(true, 5000);
  return (
    <div className="rk-cards">
      <Card>
        <CardTitle component="h2">Where and how</CardTitle>
        <CardBody>
          <DescriptionList columnModifier={{ default: '1Col', md: '3Col' }} isCompact>
            <Term name="Cluster">
              <ClusterLink name={application.cluster} />
            </Term>
            <Term name="Namespace">{application.namespace}</Term>
            <Term name="Plan">
              <PlanLink name={application.plan} />
            </Term>
            <Term name="Artefact store">{application.store}</Term>
            {Object.entries(application.parameters).map(([key, value]) => (
              <Term key={key} name={`Parameter ${key}`}>
                {value}
              </Term>
            ))}
          </DescriptionList>
        </CardBody>
      </Card>
      <Card>
        <CardTitle component="h2">Restores</CardTitle>
        <CardBody>
          <Loaded query={restores} what="its restores">
            {(lines) =>
              lines.length === 0 ? (
                <p className="rk-quiet">It was never restored. A dry run says whether it could be.</p>
              ) : (
                <Table aria-label={`Restores of ${application.name}`} variant="compact" className="rk-list">
                  <Thead>
                    <Tr>
                      <Th>Restore</Th>
                      <Th>State</Th>
                      <Th>Backup set</Th>
                      <Th>Took</Th>
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
                        <Td dataLabel="Backup set">{line.backupSet}</Td>
                        <Td dataLabel="Took">{line.endedAt ? span(between(line.startedAt, line.endedAt, now) ?? 0) : 'runs'}</Td>
                        <Td dataLabel="Started">
                          <Ago at={line.startedAt} now={now} />
                        </Td>
                      </Tr>
                    ))}
                  </Tbody>
                </Table>
              )
            }
          </Loaded>
        </CardBody>
      </Card>
      <Card>
        <CardTitle component="h2">Backup sets</CardTitle>
        <CardBody>
          <Loaded query={backups} what="its backup sets">
            {(sets) => <BackupsTable sets={sets} application={application.name} now={now} />}
          </Loaded>
        </CardBody>
      </Card>
    </div>
  );
}

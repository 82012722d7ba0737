import { PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table/dist/esm/components/Table';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import { useNow } from '../live/useRestore';
import { Loaded, Nothing, PageHead } from '../parts/frames';
import { ButtonLink } from '../parts/Header';
import { Ago, ApplicationLink, ClusterLink, PlanLink, RestoreLink } from '../parts/small';
import { RestoreStateLabel } from '../parts/status';

export default function ApplicationsPage() {
  const query = useQuery({ queryKey: ['applications'], queryFn: api.applications });
  const restores = useQuery({ queryKey: ['restores'], queryFn: () => api.restores({ limit: 200 }), refetchInterval: 5000 });
  const now = useNow(true, 5000);
  return (
    <>
      <PageHead title="Applications" />
      <PageSection isFilled>
        <Loaded query={query} what="the applications">
          {(applications) =>
            applications.length === 0 ? (
              <Nothing title="No application in the catalogue">
                List it in <code>applications.yaml</code> of the catalogue's directory; an edit counts at once.
              </Nothing>
            ) : (
              <Table aria-label="Applications" variant="compact" className="rk-list">
                <Thead>
                  <Tr>
                    <Th>Name</Th>
                    <Th>Cluster</Th>
                    <Th>Namespace</Th>
                    <Th>Plan</Th>
                    <Th>Store</Th>
                    <Th>Last restore</Th>
                    <Th screenReaderText="Actions" />
                  </Tr>
                </Thead>
                <Tbody>
                  {applications.map((application) => {
                    const last = restores.data?.find((line) => line.application === application.name && line.mode === 'restore');
                    return (
                      <Tr key={application.name}>
                        <Td dataLabel="Name">
                          <ApplicationLink name={application.name} />
                        </Td>
                        <Td dataLabel="Cluster">
                          <ClusterLink name={application.cluster} />
                        </Td>
                        <Td dataLabel="Namespace">{application.namespace}</Td>
                        <Td dataLabel="Plan">
                          <PlanLink name={application.plan} />
                        </Td>
                        <Td dataLabel="Store">{application.store}</Td>
                        <Td dataLabel="Last restore">
                          {last ? (
                            <span className="rk-labels">
                              <RestoreLink id={last.id} /> <RestoreStateLabel state={last.state} /> <Ago at={last.startedAt} now={now} />
                            </span>
                          ) : (
                            'never'
                          )}
                        </Td>
                        <Td dataLabel="Actions">
                          <ButtonLink variant="secondary" to={`/restores/new?application=${encodeURIComponent(application.name)}`}>
                            Start…
                          </ButtonLink>
                        </Td>
                      </Tr>
                    );
                  })}
                </Tbody>
              </Table>
            )
          }
        </Loaded>
      </PageSection>
    </>
  );
}

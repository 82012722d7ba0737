import { Alert } from '@patternfly/react-core/dist/esm/components/Alert';
import { Card, CardBody, CardTitle } from '@patternfly/react-core/dist/esm/components/Card';
import { Label, LabelGroup } from '@patternfly/react-core/dist/esm/components/Label';
import { PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import { Progress, ProgressMeasureLocation, ProgressSize } from '@patternfly/react-core/dist/esm/components/Progress';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table/dist/esm/components/Table';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import type { Cluster } from '../api/types';
import { useNow } from '../live/useRestore';
import { Loaded, Nothing, PageHead } from '../parts/frames';
import { Ago, ApplicationLink } from '../parts/small';
import { KindBadge } from '../parts/status';

const POOLS = ['db', 'redis', 'k8s'];

export default function ClustersPage() {
  const query = useQuery({ queryKey: ['clusters'], queryFn: api.clusters, refetchInterval: 5000 });
  return (
    <>
      <PageHead title="Clusters and workers" />
      <PageSection isFilled>
        <Loaded query={query} what="the clusters">
          {(clusters) =>
            clusters.length === 0 ? (
              <Nothing title="No cluster in the catalogue">
                List it under <code>clusters</code> in <code>applications.yaml</code>.
              </Nothing>
            ) : (
              <div className="rk-cards">
                {clusters.map((cluster) => (
                  <Shown key={cluster.name} cluster={cluster} />
                ))}
              </div>
            )
          }
        </Loaded>
      </PageSection>
    </>
  );
}

function Shown({ cluster }: { cluster: Cluster }) {
  const now = useNow(true);
  const missing = POOLS.filter((pool) => !cluster.workers.some((worker) => worker.pool === pool));
  return (
    <Card id={cluster.name}>
      <CardTitle component="h2">
        <span className="rk-link">
          <KindBadge kind="cluster" /> {cluster.name}
        </span>
      </CardTitle>
      <CardBody>
        <p className="rk-labels">
          {cluster.applications.length === 0 ? 'No application lives here.' : cluster.applications.map((name) => <ApplicationLink key={name} name={name} />)}
        </p>
        {missing.length > 0 && (
          <Alert isInline variant="warning" className="rk-banner" title={cluster.workers.length === 0 ? 'No worker was heard of lately' : `No ${missing.map((pool) => `worker-${pool}`).join(' and no ')} was heard of lately`}>
            Stages of these pools wait until one comes. Workers say every ten seconds that they are there.
          </Alert>
        )}
        {cluster.workers.length > 0 && (
          <Table aria-label={`Workers in ${cluster.name}`} variant="compact" className="rk-list">
            <Thead>
              <Tr>
                <Th>Worker</Th>
                <Th>Pool</Th>
                <Th>Load</Th>
                <Th>Version</Th>
                <Th>Last heard of</Th>
                <Th width={40}>Can do</Th>
              </Tr>
            </Thead>
            <Tbody>
              {cluster.workers.map((worker) => (
                <Tr key={worker.instance}>
                  <Td dataLabel="Worker">
                    <span className="rk-link">
                      <KindBadge kind="worker" /> {worker.instance}
                    </span>
                  </Td>
                  <Td dataLabel="Pool">{worker.pool}</Td>
                  <Td dataLabel="Load">
                    <div className="rk-line-progress">
                      <Progress aria-label={`Load of ${worker.instance}`} value={worker.capacity > 0 ? (100 * worker.running) / worker.capacity : 0} size={ProgressSize.sm} measureLocation={ProgressMeasureLocation.none} />
                      <span className="rk-quiet">
                        {worker.running} of {worker.capacity}
                      </span>
                    </div>
                  </Td>
                  <Td dataLabel="Version">{worker.version}</Td>
                  <Td dataLabel="Last heard of">
                    <Ago at={worker.seenAt} now={now} />
                  </Td>
                  <Td dataLabel="Can do">
                    <LabelGroup numLabels={4} aria-label={`Kinds of stages of ${worker.instance}`}>
                      {worker.kinds.map((kind) => (
                        <Label key={kind} variant="outline" isCompact>
                          {kind}
                        </Label>
                      ))}
                    </LabelGroup>
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

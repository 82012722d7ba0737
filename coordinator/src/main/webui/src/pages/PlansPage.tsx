import { Label } from '@patternfly/react-core/dist/esm/components/Label';
import { PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table/dist/esm/components/Table';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import type { PlanLine } from '../api/types';
import { durationMs, span } from '../logic/format';
import { Loaded, Nothing, PageHead } from '../parts/frames';
import { PlanLink } from '../parts/small';

export default function PlansPage() {
  const query = useQuery({ queryKey: ['plans'], queryFn: api.plans });
  return (
    <>
      <PageHead title="Plans" />
      <PageSection isFilled>
        <Loaded query={query} what="the plans">
          {(plans) =>
            plans.length === 0 ? (
              <Nothing title="No plan">
                A plan is one YAML file in <code>plans/</code> of the catalogue's directory.
              </Nothing>
            ) : (
              <Table aria-label="Plans" variant="compact" className="rk-list">
                <Thead>
                  <Tr>
                    <Th>Name</Th>
                    <Th>Description</Th>
                    <Th>Version</Th>
                    <Th>Objective</Th>
                    <Th>Parameters</Th>
                    <Th>Valid</Th>
                  </Tr>
                </Thead>
                <Tbody>
                  {plans.map((plan) => (
                    <Tr key={plan.name}>
                      <Td dataLabel="Name">
                        <PlanLink name={plan.name} />
                      </Td>
                      <Td dataLabel="Description">{plan.description || '–'}</Td>
                      <Td dataLabel="Version">{plan.version || '–'}</Td>
                      <Td dataLabel="Objective">{plan.objective ? span(durationMs(plan.objective) ?? 0) : '–'}</Td>
                      <Td dataLabel="Parameters">{plan.parameters.length}</Td>
                      <Td dataLabel="Valid">
                        <Validity plan={plan} />
                      </Td>
                    </Tr>
                  ))}
                </Tbody>
              </Table>
            )
          }
        </Loaded>
      </PageSection>
    </>
  );
}

export function Validity({ plan }: { plan: PlanLine }) {
  return plan.problems.length === 0 ? (
    <Label color="green" icon={<CheckCircleIcon />}>
      Readable
    </Label>
  ) : (
    <Label color="red" icon={<ExclamationCircleIcon />}>
      {plan.problems.length} {plan.problems.length === 1 ? 'problem' : 'problems'}
    </Label>
  );
}

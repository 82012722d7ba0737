import { Alert } from '@patternfly/react-core/dist/esm/components/Alert';
import { ClipboardCopyButton } from '@patternfly/react-core/dist/esm/components/ClipboardCopy';
import { CodeBlock, CodeBlockAction, CodeBlockCode } from '@patternfly/react-core/dist/esm/components/CodeBlock';
import { PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import { Spinner } from '@patternfly/react-core/dist/esm/components/Spinner';
import { Tab, Tabs, TabTitleText } from '@patternfly/react-core/dist/esm/components/Tabs';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table/dist/esm/components/Table';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useParams } from 'react-router';
import { api } from '../api/client';
import type { Plan } from '../api/types';
import { durationMs, span } from '../logic/format';
import { Loaded, PageHead } from '../parts/frames';
import { KindBadge } from '../parts/status';

const StageGraph = lazy(() => import('../graph/StageGraph'));

export default function PlanPage() {
  const { name = '' } = useParams();
  const query = useQuery({ queryKey: ['plan', name], queryFn: () => api.plan(name) });
  return (
    <>
      <PageHead title={name} mark={<KindBadge kind="plan" />} trail={[{ to: '/plans', name: 'Plans' }]}>
        {query.data && (
          <p>
            {query.data.plan.description}
            {query.data.plan.version && `, version ${query.data.plan.version}`}
            {query.data.plan.objective && `, to be through in ${span(durationMs(query.data.plan.objective) ?? 0)}`}
          </p>
        )}
      </PageHead>
      <Loaded query={query} what="the plan">
        {(plan) => <Shown plan={plan} />}
      </Loaded>
    </>
  );
}

function Shown({ plan }: { plan: Plan }) {
  const [tab, setTab] = useState<string | number>('stages');
  const problems = plan.plan.problems;
  return (
    <>
      {problems.length > 0 && (
        <PageSection>
          <Alert isInline variant="danger" title={`This text is no plan: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`}>
            <ul>
              {problems.map((problem) => (
                <li key={`${problem.place} ${problem.message}`}>
                  <code>{problem.place}</code> {problem.message}
                </li>
              ))}
            </ul>
          </Alert>
        </PageSection>
      )}
      <PageSection type="tabs" className="rk-tabs">
        <Tabs activeKey={tab} onSelect={(_, key) => setTab(key)} aria-label="Plan" usePageInsets>
          <Tab eventKey="stages" tabContentId="plan-panel" title={<TabTitleText>{`Stages (${plan.stages.length})`}</TabTitleText>} />
          <Tab eventKey="parameters" tabContentId="plan-panel" title={<TabTitleText>{`Parameters (${plan.plan.parameters.length})`}</TabTitleText>} />
          <Tab eventKey="text" tabContentId="plan-panel" title={<TabTitleText>YAML</TabTitleText>} />
        </Tabs>
      </PageSection>
      <PageSection isFilled hasBodyWrapper={tab !== 'stages'} padding={tab === 'stages' ? { default: 'noPadding' } : undefined}>
        <div id="plan-panel" role="tabpanel" aria-label={String(tab)} className="rk-tabpanel">
          {tab === 'stages' && (
            <Suspense fallback={<Spinner className="rk-page-spinner" aria-label="Drawing the graph" />}>
              <StageGraph stages={plan.stages} />
            </Suspense>
          )}
          {tab === 'parameters' && <Parameters plan={plan} />}
          {tab === 'text' && <Text plan={plan} />}
        </div>
      </PageSection>
    </>
  );
}

function Parameters({ plan }: { plan: Plan }) {
  return plan.plan.parameters.length === 0 ? (
    <p className="rk-quiet">It has none.</p>
  ) : (
    <Table aria-label="Parameters" variant="compact" className="rk-list">
      <Thead>
        <Tr>
          <Th>Name</Th>
          <Th>What it is</Th>
          <Th>Default</Th>
        </Tr>
      </Thead>
      <Tbody>
        {plan.plan.parameters.map((parameter) => (
          <Tr key={parameter.name}>
            <Td dataLabel="Name">
              <code>{parameter.name}</code>
            </Td>
            <Td dataLabel="What it is">{parameter.description}</Td>
            <Td dataLabel="Default">{parameter.required ? 'none: a start must give it' : <code>{parameter.defaultValue}</code>}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Text({ plan }: { plan: Plan }) {
  const [copied, setCopied] = useState(false);
  return (
    <CodeBlock
      actions={
        <CodeBlockAction>
          <ClipboardCopyButton
            id="copy-plan"
            textId="plan-text"
            aria-label="Copy the plan"
            onClick={() => void navigator.clipboard?.writeText(plan.text).then(() => setCopied(true))}
            exitDelay={copied ? 1500 : 600}
            variant="plain"
            onTooltipHidden={() => setCopied(false)}
          >
            {copied ? 'Copied' : 'Copy'}
          </ClipboardCopyButton>
        </CodeBlockAction>
      }
    >
      <CodeBlockCode id="plan-text">{plan.text}</CodeBlockCode>
    </CodeBlock>
  );
}

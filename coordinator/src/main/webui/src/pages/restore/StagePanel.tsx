import { Alert } from '@patternfly/react-core/dist/esm/components/Alert';
import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from '@patternfly/react-core/dist/esm/components/DescriptionList';
import { DrawerActions, DrawerCloseButton, DrawerHead, DrawerPanelBody, DrawerPanelContent } from '@patternfly/react-core/dist/esm/components/Drawer';
import { Progress } from '@patternfly/react-core/dist/esm/components/Progress';
import { Title } from '@patternfly/react-core/dist/esm/components/Title';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { api } from '../../api/client';
import type { Restore, Stage } from '../../api/types';
import type { Attempt, StageHistory } from '../../logic/attempts';
import { clock, durationMs, moment, progressWords, span, spoken } from '../../logic/format';
import { logAddress } from '../../logic/logs';
import { possibleForStage, WISHES } from '../../logic/wishes';
import { KindBadge, SeverityLabel, StageStatusLabel } from '../../parts/status';
import { useAccess } from '../../parts/LoginGate';
import type { Intent } from '../../parts/WishDialog';
import { took } from './StageList';

interface Props {
  restore: Restore;
  stage: Stage;
  history: StageHistory | undefined;
  now: number;
  close: () => void;
  act: (intent: Intent) => void;
  select: (id: string) => void;
}

/** Everything about one stage. */
export function StagePanel({ restore, stage, history, now, close, act, select }: Props) {
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, [stage.id]);
  const findings = restore.findings.filter((finding) => finding.stage === stage.id);
  const after = restore.stages.filter((other) => other.needs.includes(stage.id)).map((other) => other.id);
  const { may } = useAccess();
  const wishes = possibleForStage(restore, stage).filter((wish) => may(restore.application, wish));
  return (
    <DrawerPanelContent widths={{ default: 'width_100', lg: 'width_50', xl: 'width_33' }} aria-label={`Stage ${stage.id}`} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <DrawerHead>
        <div ref={heading} tabIndex={-1} className="rk-panel-title">
          <KindBadge kind="stage" />
          <Title headingLevel="h2" size="lg">
            {stage.id}
          </Title>
        </div>
        <span className="rk-labels">
          <StageStatusLabel status={stage.status} />
          <code>{stage.kind}</code>
        </span>
        <DrawerActions>
          <DrawerCloseButton onClose={close} aria-label="Close the stage" />
        </DrawerActions>
      </DrawerHead>
      <DrawerPanelBody className="rk-panel">
        {wishes.length > 0 && (
          <div className="rk-labels">
            {wishes.map((wish) => (
              <Button key={wish} size="sm" variant={WISHES[wish].danger ? 'danger' : 'secondary'} onClick={() => act({ wish, stage: stage.id })}>
                {WISHES[wish].verb}
              </Button>
            ))}
          </div>
        )}
        {stage.problem && (
          <Alert isInline variant="danger" title="It failed">
            {stage.problem}
          </Alert>
        )}
        {stage.status === 'RUNNING' && stage.progress && (
          <Progress
            title={stage.progress.step || 'Running'}
            value={stage.progress.percent ?? 0}
            aria-label={`Progress of ${stage.id}`}
            label={progressWords(stage.progress)}
          />
        )}
        <DescriptionList isCompact columnModifier={{ default: '2Col' }}>
          <Term name="Began">{moment(stage.startedAt)}</Term>
          <Term name={stage.endedAt ? 'Took' : 'So far'}>{took(stage, now)}</Term>
          {stage.predicted && <Term name="Expected">{span(durationMs(stage.predicted) ?? 0)}</Term>}
          <Term name="Needs">{stage.needs.length === 0 ? 'nothing' : <Stages ids={stage.needs} select={select} />}</Term>
          <Term name="Needed by">{after.length === 0 ? (stage.atEnd ? 'the verification' : 'nothing') : <Stages ids={after} select={select} />}</Term>
          {stage.worker && <Term name="Worker">{stage.worker}</Term>}
          {stage.retryAt && <Term name="Tried again">{moment(stage.retryAt)}</Term>}
          {stage.atEnd && <Term name="Runs">at the end, whatever happened</Term>}
        </DescriptionList>
        <Section title="Attempts">
          {history && history.attempts.length > 0 ? (
            <ol className="rk-attempts" reversed>
              {[...history.attempts].reverse().map((attempt) => (
                <AttemptLine key={attempt.fence} attempt={attempt} now={now} />
              ))}
            </ol>
          ) : (
            <p className="rk-quiet">{stage.status === 'SKIPPED' ? 'It never ran.' : 'None yet.'}</p>
          )}
        </Section>
        <Section title="Logs">
          <Logs restore={restore.id} stage={stage.id} attempts={history?.attempts ?? []} />
        </Section>
        <Section title={`Findings of the check${history?.checkedAt ? ` at ${clock(history.checkedAt)}` : ''}`}>
          {findings.length === 0 ? (
            <p className="rk-quiet">{history?.checkedAt ? 'The check found nothing to say.' : 'Not checked yet.'}</p>
          ) : (
            <ul className="rk-findings">
              {findings.map((finding) => (
                <li key={`${finding.code} ${finding.subject} ${finding.message}`}>
                  <SeverityLabel severity={finding.severity} /> <strong>{finding.subject}</strong>
                  <p>{finding.message}</p>
                  {finding.remedy && <p className="rk-quiet">{finding.remedy}</p>}
                </li>
              ))}
            </ul>
          )}
        </Section>
        <Section title="Evidence">
          {stage.evidence.length === 0 ? (
            <p className="rk-quiet">{stage.status === 'SUCCEEDED' ? 'It gave none.' : 'Given when the stage succeeds.'}</p>
          ) : (
            <DescriptionList isCompact isHorizontal className="rk-evidence">
              {stage.evidence.map((evidence) => (
                <Term key={evidence.name} name={evidence.name}>
                  {evidence.value}
                </Term>
              ))}
            </DescriptionList>
          )}
        </Section>
        {Object.keys(stage.outputs).length > 0 && (
          <Section title="Outputs for later stages">
            {Object.entries(stage.outputs).map(([output, values]) => (
              <DescriptionList key={output} isCompact isHorizontal className="rk-evidence" aria-label={output}>
                {Object.entries(values)
                  .sort(([a], [b]) => a.localeCompare(b))
                  .map(([name, value]) => (
                    <Term key={name} name={`${output}.${name}`}>
                      {value}
                    </Term>
                  ))}
              </DescriptionList>
            ))}
          </Section>
        )}
      </DrawerPanelBody>
    </DrawerPanelContent>
  );
}

/** Links to each attempt's lines where it is known where logs are kept; what to look for otherwise. */
function Logs({ restore, stage, attempts }: { restore: string; stage: string; attempts: Attempt[] }) {
  const template = useQuery({ queryKey: ['session'], queryFn: api.session, staleTime: 60_000 }).data?.logs;
  if (!template) {
    return (
      <p className="rk-quiet">
        Log lines of its workers have restoreId <code>{restore}</code> and stageId <code>{stage}</code>. With rekindle.coordinator.logs.link set, links are here.
      </p>
    );
  }
  if (attempts.length === 0) {
    return <p className="rk-quiet">None yet.</p>;
  }
  return (
    <span className="rk-stage-links">
      {[...attempts].reverse().map((attempt) => (
        <a key={attempt.fence} href={logAddress(template, restore, stage, attempt.number)} target="_blank" rel="noreferrer">
          attempt {attempt.number}
        </a>
      ))}
    </span>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title headingLevel="h3" size="md">
        {title}
      </Title>
      {children}
    </section>
  );
}

export function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{name}</DescriptionListTerm>
      <DescriptionListDescription>{children}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}

function Stages({ ids, select }: { ids: string[]; select: (id: string) => void }) {
  return (
    <span className="rk-stage-links">
      {ids.map((id) => (
        <Button key={id} variant="link" isInline onClick={() => select(id)}>
          {id}
        </Button>
      ))}
    </span>
  );
}

const OUTCOME: Record<Attempt['outcome'], string> = {
  ordered: 'waits for a worker',
  running: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  lost: 'lost',
  unanswered: 'unanswered',
  refused: 'refused',
  cancelled: 'stopped',
};

function AttemptLine({ attempt, now }: { attempt: Attempt; now: number }) {
  const ms = (attempt.endedAt ? Date.parse(attempt.endedAt) : now) - Date.parse(attempt.orderedAt);
  return (
    <li className={`rk-attempt rk-attempt-${attempt.outcome}`}>
      <strong>{spoken(OUTCOME[attempt.outcome])}</strong> <span className="rk-quiet">attempt {attempt.number}</span>
      <div>
        {clock(attempt.orderedAt)}, {span(ms)}
        {attempt.worker && <> on {attempt.worker}</>}
      </div>
      <div className="rk-quiet">fence token {attempt.fence}</div>
      {attempt.detail && <div>{attempt.detail}</div>}
      {attempt.late && <div className="rk-quiet">It spoke again after it was given up; nothing changed by that.</div>}
    </li>
  );
}

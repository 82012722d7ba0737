import { observer } from '@patternfly/react-topology/dist/esm/mobx-exports';
import type { Node } from '@patternfly/react-topology/dist/esm/types';
import { type KeyboardEvent, useContext } from 'react';
import { between, progressWords, span, spoken } from '../logic/format';
import { NODE } from '../logic/layout';
import { STAGE } from '../parts/status';
import { GraphContext } from './context';
import type { Drawn } from './StageGraph';

const ICON = 18;
const TEXT_X = 42;

/** One stage: status, name, and how far it is. */
export const StageNode = observer(function StageNode({ element }: { element: Node }) {
  const graph = useContext(GraphContext);
  const stage = element.getData() as Drawn | undefined;
  if (!stage) {
    return null;
  }
  const status = stage.status;
  const Icon = status ? STAGE[status].icon : undefined;
  const line = words(stage);
  const percent = status === 'RUNNING' ? stage.progress?.percent : undefined;
  const chosen = graph.selected === stage.id;
  const keys = (event: KeyboardEvent<SVGGElement>) => {
    const next = graph.move(stage.id, event.key);
    if (next) {
      event.preventDefault();
      (event.currentTarget.ownerDocument.querySelector(`[data-stage="${CSS.escape(next)}"]`) as SVGGElement | null)?.focus();
    } else if (graph.selectable && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      graph.select(stage.id);
    }
  };
  return (
    <g
      data-stage={stage.id}
      data-status={status ?? 'PLANNED'}
      className={`rk-node rk-node-${(status ?? 'planned').toLowerCase()}${chosen ? ' rk-node-chosen' : ''}${stage.atEnd ? ' rk-node-end' : ''}`}
      role={graph.selectable ? 'button' : 'img'}
      tabIndex={0}
      aria-pressed={graph.selectable ? chosen : undefined}
      aria-label={graph.selectable ? undefined : `${stage.id}, ${stage.kind}`}
      aria-description={`Stage ${stage.id}, ${status ? spoken(status) : 'planned'}, ${stage.kind}`}
      onClick={() => graph.selectable && graph.select(stage.id)}
      onKeyDown={keys}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && graph.reveal(element)}
    >
      <rect className="rk-node-box" width={NODE.width} height={NODE.height} rx={8} />
      {percent !== undefined && <rect className="rk-node-bar" y={NODE.height - 5} width={(NODE.width * percent) / 100} height={5} rx={2} />}
      {Icon ? (
        <svg x={13} y={NODE.height / 2 - ICON / 2} width={ICON} height={ICON} className="rk-node-icon" aria-hidden="true">
          <g className={STAGE[status!].spin ? 'rk-spin' : undefined}>
            <Icon />
          </g>
        </svg>
      ) : (
        <circle className="rk-node-dot" cx={21} cy={NODE.height / 2} r={5} />
      )}
      <text className="rk-node-name" x={TEXT_X} y={line ? 26 : 36}>
        {cut(stage.id, 22)}
      </text>
      {line && (
        <text className="rk-node-line" x={TEXT_X} y={45}>
          {cut(line, 29)}
        </text>
      )}
      {(stage.attempts ?? 0) > 1 && (
        <g className="rk-node-attempts">
          <rect x={NODE.width - 34} y={-9} width={30} height={18} rx={9} />
          <text x={NODE.width - 19} y={4} textAnchor="middle">
            ×{stage.attempts}
          </text>
        </g>
      )}
    </g>
  );
});

function words(stage: Drawn): string {
  switch (stage.status) {
    case undefined:
      return stage.kind;
    case 'RUNNING':
      return stage.progress ? progressWords(stage.progress) || stage.progress.step : 'Running';
    case 'SUCCEEDED':
      return `Done in ${span(between(stage.startedAt, stage.endedAt, 0) ?? 0)}`;
    case 'DISPATCHED':
      return 'Waits for a worker';
    case 'FAILED':
      return stage.problem || 'Failed';
    case 'WAITING':
      return stage.retryAt ? 'Will be tried again' : 'Waiting';
    default:
      return spoken(stage.status);
  }
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

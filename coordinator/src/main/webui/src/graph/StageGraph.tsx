import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { Tooltip } from '@patternfly/react-core/dist/esm/components/Tooltip';
import ExpandArrowsAltIcon from '@patternfly/react-icons/dist/esm/icons/expand-arrows-alt-icon';
import SearchMinusIcon from '@patternfly/react-icons/dist/esm/icons/search-minus-icon';
import SearchPlusIcon from '@patternfly/react-icons/dist/esm/icons/search-plus-icon';
import { usePanZoom } from '@patternfly/react-topology/dist/esm/behavior/usePanZoom';
import GraphComponent from '@patternfly/react-topology/dist/esm/components/GraphComponent';
import VisualizationProvider from '@patternfly/react-topology/dist/esm/components/VisualizationProvider';
import VisualizationSurface from '@patternfly/react-topology/dist/esm/components/VisualizationSurface';
import { action } from '@patternfly/react-topology/dist/esm/mobx-exports';
import { type ComponentFactory, type GraphElement, type Graph, isNode, ModelKind, type Model } from '@patternfly/react-topology/dist/esm/types';
import { Visualization } from '@patternfly/react-topology/dist/esm/Visualization';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Stage } from '../api/types';
import { layout, NODE, type Placeable, type Placed } from '../logic/layout';
import { GraphContext } from './context';
import { Link } from './Link';
import { StageNode } from './StageNode';

/** A stage that runs or ran, or one of a plan, which has no status. */
export type Drawn = Placeable & { kind: string } & Partial<Stage>;

const FIT = 24;
/** Below this nobody reads the names; then the graph shows a part and follows what runs. */
const READABLE = 0.8;

interface Props {
  stages: Drawn[];
  selected?: string | null;
  select?: (id: string | null) => void;
}

const components: ComponentFactory = (kind) =>
  kind === ModelKind.graph ? (PannedGraph as never) : kind === ModelKind.node ? (StageNode as never) : (Link as never);

function PannedGraph({ element }: { element: Graph }) {
  const ref = usePanZoom();
  return <GraphComponent element={element} panZoomRef={ref as never} />;
}

/** Stages from left to right in the order in which they may run. */
export default function StageGraph({ stages, selected = null, select }: Props) {
  // Only the shape decides about places: news of a stage must not move anything.
  const shape = JSON.stringify(stages.map((stage) => [stage.id, stage.needs, stage.atEnd]));
  const placed = useMemo(() => layout(stages), [shape]); // eslint-disable-line react-hooks/exhaustive-deps
  const controller = useMemo(() => {
    const made = new Visualization();
    made.registerComponentFactory(components);
    return made;
  }, []);
  const fitted = useRef('');

  useMemo(
    action(() => {
      controller.fromModel(model(stages, placed), true);
      controller.getGraph().setScaleExtent([0.15, 2]);
    }),
    [controller, stages, placed],
  );

  useEffect(() => {
    if (fitted.current === shape) {
      return;
    }
    fitted.current = shape;
    // After the surface has told its size.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => fit(controller, placed)));
    return () => cancelAnimationFrame(frame);
  }, [controller, placed, shape]);

  // Follows what runs, until a person takes the graph into the own hand.
  const busy = stages.filter((stage) => BUSY.includes(stage.status ?? '')).map((stage) => stage.id).join();
  const [following, setFollowing] = useState(true);
  useEffect(() => {
    const bounds = controller.getGraph().getBounds();
    if (following && busy && fitted.current === shape && placed.width * controller.getGraph().getScale() > bounds.width) {
      centre(controller, placed);
    }
  }, [busy, following, controller, placed, shape]);

  const graph = useMemo(
    () => ({
      selected,
      select: (id: string) => select?.(id === selected ? null : id),
      selectable: select !== undefined,
      move: (from: string, key: string) => neighbour(placed.nodes, placed.edges, from, key),
      reveal: action((element: GraphElement) => {
        if (isNode(element)) {
          controller.getGraph().panIntoView(element, { offset: 24, minimumVisible: NODE.width });
        }
      }),
    }),
    [selected, select, placed, controller],
  );

  return (
    <div className="rk-graph" role="group" onWheel={() => setFollowing(false)} onPointerDown={(event) => (event.target as Element).closest('svg') && !(event.target as Element).closest('[data-stage]') && setFollowing(false)} aria-label="Graph of stages. Tab reaches a stage, arrow keys go along the lines.">
      <VisualizationProvider controller={controller}>
        <GraphContext.Provider value={graph}>
          <VisualizationSurface />
        </GraphContext.Provider>
      </VisualizationProvider>
      <Controls controller={controller} placed={placed} follow={busy ? { on: following, set: setFollowing } : undefined} />
    </div>
  );
}

type Layout = ReturnType<typeof layout>;

function model(stages: Drawn[], placed: Layout): Model {
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  return {
    graph: { id: 'stages', type: 'graph' },
    nodes: placed.nodes.map((node) => ({
      id: node.id,
      type: 'stage',
      x: node.x,
      y: node.y,
      width: NODE.width,
      height: NODE.height,
      data: byId.get(node.id),
    })),
    edges: placed.edges.map((edge) => ({
      id: edge.id,
      type: 'link',
      source: edge.from,
      target: edge.to,
      data: through(byId.get(edge.from)),
    })),
  };
}

const through = (stage: Drawn | undefined): boolean => stage?.status === 'SUCCEEDED' || stage?.status === 'SKIPPED';

/** Shows all of it when it stays readable; otherwise what runs now, or its beginning. */
const fit = action((controller: Visualization, placed: Layout) => {
  const graph = controller.getGraph();
  const bounds = graph.getBounds();
  if (bounds.width === 0 || placed.nodes.length === 0) {
    return;
  }
  const whole = Math.min(1, (bounds.width - 2 * FIT) / placed.width, (bounds.height - 2 * FIT) / placed.height);
  const scale = Math.max(READABLE, whole);
  graph.setScale(scale);
  move(graph, whole >= READABLE ? (bounds.width - placed.width * scale) / 2 : FIT, (bounds.height - placed.height * scale) / 2);
  if (whole < READABLE) {
    centre(controller, placed);
  }
});

const move = (graph: Graph, x: number, y: number) => graph.setPosition(graph.getPosition().clone().setLocation(x, y));

/** Brings what runs, or what failed, to the left third; stays when nothing does. */
const centre = action((controller: Visualization, placed: Layout) => {
  const graph = controller.getGraph();
  const bounds = graph.getBounds();
  const busy = placed.nodes.filter((node) => BUSY.includes((controller.getNodeById(node.id)?.getData() as Drawn | undefined)?.status ?? ''));
  if (busy.length === 0) {
    return;
  }
  const scale = graph.getScale();
  const left = Math.min(...busy.map((node) => node.x));
  const middle = busy.reduce((sum, node) => sum + node.y + NODE.height / 2, 0) / busy.length;
  const y = placed.height * scale <= bounds.height ? (bounds.height - placed.height * scale) / 2 : bounds.height / 2 - middle * scale;
  move(graph, Math.min(FIT, bounds.width / 3 - left * scale), y);
});

const BUSY = ['RUNNING', 'DISPATCHED', 'FAILED'];

const fitAll = action((controller: Visualization, placed: Layout) => {
  const graph = controller.getGraph();
  const bounds = graph.getBounds();
  const scale = Math.min(1, (bounds.width - 2 * FIT) / placed.width, (bounds.height - 2 * FIT) / placed.height);
  graph.setScale(Math.max(0.15, scale));
  move(graph, (bounds.width - placed.width * scale) / 2, (bounds.height - placed.height * scale) / 2);
});

/** The stage that an arrow key leads to: along the lines, or up and down its column. */
function neighbour(nodes: Placed[], edges: Layout['edges'], from: string, key: string): string | undefined {
  const here = nodes.find((node) => node.id === from);
  if (key === 'ArrowRight') {
    return edges.find((edge) => edge.from === from)?.to;
  }
  if (key === 'ArrowLeft') {
    return edges.find((edge) => edge.to === from)?.from;
  }
  const column = nodes.filter((node) => node.layer === here?.layer).sort((a, b) => a.y - b.y);
  const row = column.findIndex((node) => node.id === from);
  return key === 'ArrowDown' ? column[row + 1]?.id : key === 'ArrowUp' ? column[row - 1]?.id : undefined;
}

interface ControlsProps {
  controller: Visualization;
  placed: Layout;
  follow: { on: boolean; set: (on: boolean) => void } | undefined;
}

function Controls({ controller, placed, follow }: ControlsProps) {
  const zoom = (by: number) => action(() => controller.getGraph().scaleBy(by))();
  return (
    <div className="rk-graph-controls" role="toolbar" aria-label="View of the graph">
      <Tooltip content="Zoom in">
        <Button variant="control" icon={<SearchPlusIcon />} aria-label="Zoom in" onClick={() => zoom(4 / 3)} />
      </Tooltip>
      <Tooltip content="Zoom out">
        <Button variant="control" icon={<SearchMinusIcon />} aria-label="Zoom out" onClick={() => zoom(3 / 4)} />
      </Tooltip>
      <Tooltip content="Show all">
        <Button variant="control" icon={<ExpandArrowsAltIcon />} aria-label="Show all" onClick={() => fitAll(controller, placed)} />
      </Tooltip>
      {follow && (
        <Button variant="control" aria-pressed={follow.on} isClicked={follow.on} onClick={() => follow.set(!follow.on)}>
          Follow what runs
        </Button>
      )}
    </div>
  );
}

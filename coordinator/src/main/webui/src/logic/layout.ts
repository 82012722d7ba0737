import { beforeEnd } from './forecast';

/** What is drawn of a stage, be it planned or running. */
export interface Placeable {
  id: string;
  needs: string[];
  atEnd: boolean;
}

export interface Placed {
  id: string;
  x: number;
  y: number;
  layer: number;
}

export interface Edge {
  id: string;
  from: string;
  to: string;
}

export const NODE = { width: 216, height: 62, gapX: 56, gapY: 18 };

/** Which stages must be through before one may start, with the rule for those at the end spelled out. */
export function edges(stages: Placeable[]): Edge[] {
  const before = new Set(beforeEnd(stages as never));
  const sinks = stages.filter(
    (stage) => before.has(stage.id) && !stages.some((other) => before.has(other.id) && other.needs.includes(stage.id)),
  );
  const all = stages.flatMap((stage) => [
    ...stage.needs.map((need) => [need, stage.id] as const),
    ...(stage.atEnd && !stage.needs.some((need) => !before.has(need)) ? sinks.map((sink) => [sink.id, stage.id] as const) : []),
  ]);
  const known = new Set(stages.map((stage) => stage.id));
  const pairs = new Map(all.filter(([from]) => known.has(from)).map(([from, to]) => [`${from}>${to}`, { from, to }]));
  return reduced([...pairs.entries()].map(([id, pair]) => ({ id, ...pair })));
}

/** Without the edges that a longer way says already, so that people can follow the lines. */
function reduced(all: Edge[]): Edge[] {
  const next = new Map<string, string[]>();
  for (const edge of all) {
    next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to]);
  }
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (next.get(from) ?? []).some((step) => step === to || (!seen.has(step) && (seen.add(step), reaches(step, to, seen))));
  return all.filter(
    (edge) => !(next.get(edge.from) ?? []).some((step) => step !== edge.to && reaches(step, edge.to, new Set([step]))),
  );
}

/** Columns from left to right; within one, each stage near the middle of what it needs. */
export function layout(stages: Placeable[]): { nodes: Placed[]; edges: Edge[]; width: number; height: number } {
  const links = edges(stages);
  const layer = layers(stages, links);
  const byLayer = new Map<number, string[]>();
  for (const stage of stages) {
    const index = layer.get(stage.id) ?? 0;
    byLayer.set(index, [...(byLayer.get(index) ?? []), stage.id]);
  }
  // Without the layers that a circle, which no valid plan has, leaves empty.
  const columns = [...byLayer.entries()].sort(([a], [b]) => a - b).map(([, ids]) => ids);
  order(columns, links);
  const tallest = Math.max(0, ...columns.map((column) => column.length));
  const step = NODE.height + NODE.gapY;
  const nodes = columns.flatMap((column, index) =>
    column.map((id, row) => ({
      id,
      layer: index,
      x: index * (NODE.width + NODE.gapX),
      y: ((tallest - column.length) / 2 + row) * step,
    })),
  );
  return {
    nodes,
    edges: links,
    width: Math.max(0, columns.length * (NODE.width + NODE.gapX) - NODE.gapX),
    height: Math.max(0, tallest * step - NODE.gapY),
  };
}

function layers(stages: Placeable[], links: Edge[]): Map<string, number> {
  const into = new Map<string, string[]>();
  for (const link of links) {
    into.set(link.to, [...(into.get(link.to) ?? []), link.from]);
  }
  const layer = new Map<string, number>();
  const place = (id: string, open: Set<string>): number => {
    const known = layer.get(id);
    if (known !== undefined || open.has(id)) {
      return known ?? 0;
    }
    open.add(id);
    const result = Math.max(-1, ...(into.get(id) ?? []).map((need) => place(need, open))) + 1;
    layer.set(id, result);
    return result;
  };
  stages.forEach((stage) => place(stage.id, new Set()));
  return layer;
}

/** A few sweeps of the barycentre rule: enough for graphs that people write by hand. */
function order(columns: string[][], links: Edge[]): void {
  const row = new Map<string, number>();
  const number = (column: string[]) => column.forEach((id, index) => row.set(id, index - (column.length - 1) / 2));
  columns.forEach(number);
  const middle = (id: string, side: 'from' | 'to'): number => {
    const other = side === 'from' ? 'to' : 'from';
    const near = links.filter((link) => link[other] === id).map((link) => row.get(link[side]) ?? 0);
    return near.length === 0 ? (row.get(id) ?? 0) : near.reduce((sum, value) => sum + value, 0) / near.length;
  };
  for (let sweep = 0; sweep < 4; sweep++) {
    const side = sweep % 2 === 0 ? 'from' : 'to';
    const walk = sweep % 2 === 0 ? columns : [...columns].reverse();
    for (const column of walk) {
      const wanted = new Map(column.map((id) => [id, middle(id, side)]));
      column.sort((a, b) => wanted.get(a)! - wanted.get(b)!);
      number(column);
    }
  }
}

/** A curve from the right edge of one node to the left edge of another. */
export function curve(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const bend = Math.max(24, (to.x - from.x) / 2);
  return `M ${from.x} ${from.y} C ${from.x + bend} ${from.y}, ${to.x - bend} ${to.y}, ${to.x} ${to.y}`;
}

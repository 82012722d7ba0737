import type { Stage } from '../api/types';
import type { Folded } from './attempts';
import { durationMs } from './format';

/** One stage as a bar; times in milliseconds since the epoch. */
export interface Bar {
  id: string;
  from: number;
  to: number;
  running: boolean;
  status: Stage['status'];
  critical: boolean;
  /** Ends of attempts that came to nothing. */
  breaks: { from: number; to: number; outcome: string }[];
  /** How long the stage should take, when it is known. */
  expected: number | null;
}

export interface Timeline {
  bars: Bar[];
  from: number;
  to: number;
  /** Stages of the critical path in their order. */
  path: string[];
}

/** What stages should take, in milliseconds. */
export type Durations = Record<string, number>;

/** Null when nothing is known of any. */
export function predicted(stages: Stage[]): Durations | null {
  const known = stages.flatMap((stage) => {
    const length = durationMs(stage.predicted);
    return length === null ? [] : [[stage.id, length] as const];
  });
  return known.length === 0 ? null : Object.fromEntries(known);
}

export function timeline(stages: Stage[], history: Folded, now: number, expected: Durations | null): Timeline {
  const path = criticalPath(stages, now);
  const bars = stages
    .filter((stage) => stage.startedAt !== undefined)
    .map((stage) => ({
      id: stage.id,
      from: Date.parse(stage.startedAt!),
      to: end(stage, now),
      running: stage.endedAt === undefined,
      status: stage.status,
      critical: path.includes(stage.id),
      breaks: (history.stages[stage.id]?.attempts ?? [])
        .filter((attempt) => attempt.endedAt && attempt.outcome !== 'succeeded')
        .map((attempt) => ({ from: Date.parse(attempt.orderedAt), to: Date.parse(attempt.endedAt!), outcome: attempt.outcome })),
      expected: expected?.[stage.id] ?? null,
    }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  return {
    bars,
    from: Math.min(...bars.map((bar) => bar.from)),
    to: Math.max(...bars.map((bar) => bar.to)),
    path,
  };
}

/**
 * The chain that decided when the restore was through: from the stage that ended last back over the
 * need that ended last. Shortening any other stage would have gained nothing.
 */
export function criticalPath(stages: Stage[], now: number): string[] {
  const begun = stages.filter((stage) => stage.startedAt !== undefined);
  const byId = new Map(begun.map((stage) => [stage.id, stage]));
  const later = (a: Stage, b: Stage) => (end(a, now) >= end(b, now) ? a : b);
  const path: string[] = [];
  let at = begun.length > 0 ? begun.reduce(later) : undefined;
  while (at !== undefined && !path.includes(at.id)) {
    path.unshift(at.id);
    const needs = predecessors(at, begun).flatMap((need) => byId.get(need) ?? []);
    at = needs.length > 0 ? needs.reduce(later) : undefined;
  }
  return path;
}

/** A stage at the end waits for all others, whatever it names. */
function predecessors(stage: Stage, begun: Stage[]): string[] {
  return stage.atEnd
    ? [...stage.needs, ...begun.filter((other) => !other.atEnd && !needsEnd(other, begun)).map((other) => other.id)]
    : stage.needs;
}

function needsEnd(stage: Stage, all: Stage[]): boolean {
  return stage.needs.some((need) => {
    const found = all.find((other) => other.id === need);
    return found !== undefined && (found.atEnd || needsEnd(found, all));
  });
}

function end(stage: Stage, now: number): number {
  return stage.endedAt === undefined ? now : Date.parse(stage.endedAt);
}

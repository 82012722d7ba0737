import type { Restore, Stage } from '../api/types';
import { durationMs } from './format';
import type { Durations } from './timeline';

/** How far a restore is as a whole: stages that are through, and the known part of those that run. */
export function overall(stages: Pick<Stage, 'status' | 'progress'>[]): { done: number; running: number; total: number; percent: number } {
  const through = stages.filter((stage) => ['SUCCEEDED', 'SKIPPED', 'CANCELLED'].includes(stage.status)).length;
  const running = stages.filter((stage) => stage.status === 'RUNNING' || stage.status === 'DISPATCHED');
  const partly = running.reduce((sum, stage) => sum + (stage.progress?.percent ?? 0) / 100, 0);
  const percent = stages.length === 0 ? 0 : Math.floor((100 * (through + partly)) / stages.length);
  return { done: through, running: running.length, total: stages.length, percent: Math.min(percent, through === stages.length ? 100 : 99) };
}

/**
 * Milliseconds until the last stage ends, by what stages should take: the longest way through
 * what is not done yet. Null when a stage on the way was never timed.
 */
export function timeLeft(stages: Stage[], expected: Durations | null, now: number): number | null {
  if (expected === null) {
    return null;
  }
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  const known = new Map<string, number | null>();
  const through = (id: string): number | null => {
    const cached = known.get(id);
    if (cached !== undefined) {
      return cached;
    }
    known.set(id, 0);
    const stage = byId.get(id);
    const own = stage === undefined ? 0 : remaining(stage, expected, now);
    const needs = stage === undefined ? [] : waitsFor(stage, stages).map(through);
    const result = own === null || needs.includes(null) ? null : own + Math.max(0, ...(needs as number[]));
    known.set(id, result);
    return result;
  };
  const all = stages.map((stage) => through(stage.id));
  return all.includes(null) ? null : Math.max(0, ...(all as number[]));
}

function waitsFor(stage: Stage, stages: Stage[]): string[] {
  return stage.atEnd ? [...stage.needs, ...beforeEnd(stages)] : stage.needs;
}

/** Stages that run before those at the end: all that do not come after one of them. */
export function beforeEnd(stages: Pick<Stage, 'id' | 'needs' | 'atEnd'>[]): string[] {
  const after = new Set(stages.filter((stage) => stage.atEnd).map((stage) => stage.id));
  for (let grew = true; grew; ) {
    grew = false;
    for (const stage of stages) {
      if (!after.has(stage.id) && stage.needs.some((need) => after.has(need))) {
        after.add(stage.id);
        grew = true;
      }
    }
  }
  return stages.filter((stage) => !after.has(stage.id)).map((stage) => stage.id);
}

function remaining(stage: Stage, expected: Durations, now: number): number | null {
  if (['SUCCEEDED', 'SKIPPED', 'CANCELLED'].includes(stage.status)) {
    return 0;
  }
  const told = durationMs(stage.progress?.left);
  if (stage.status === 'RUNNING' && told !== null) {
    return told;
  }
  const whole = expected[stage.id];
  if (whole === undefined) {
    return null;
  }
  const spent = stage.startedAt !== undefined && stage.endedAt === undefined ? now - Date.parse(stage.startedAt) : 0;
  return Math.max(0, whole - spent);
}

/** Time used of the recovery time objective, which counts from the alert. */
export function objective(restore: Pick<Restore, 'recovery' | 'endedAt' | 'objective'>, now: number) {
  const wanted = durationMs(restore.objective) ?? 0;
  const used = (restore.endedAt === undefined ? now : Date.parse(restore.endedAt)) - Date.parse(restore.recovery.since);
  return { wanted, used: Math.max(0, used), left: wanted - used, percent: wanted > 0 ? Math.min(100, Math.max(0, (100 * used) / wanted)) : 0 };
}

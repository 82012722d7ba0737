import type { Restore, RestoreState, Stage, WishName, WishPreview } from '../api/types';

export interface WishText {
  verb: string;
  /** What it does, before anything of this restore is known. */
  does: string;
  danger: boolean;
}

export const WISHES: Record<WishName, WishText> = {
  approve: {
    verb: 'Approve',
    does: 'You agree to exactly this plan, this backup set and these findings. Stages then change the application. If a check finds something new before the first change, you are asked again.',
    danger: false,
  },
  reject: { verb: 'Reject', does: 'The restore ends as cancelled. Nothing was changed, and nothing will be.', danger: true },
  hold: {
    verb: 'Hold',
    does: 'Nothing new starts. What runs now runs to its end. Fence and captured originals stay. A resume goes on.',
    danger: false,
  },
  resume: { verb: 'Resume', does: 'The restore goes on where it was.', danger: false },
  cancel: {
    verb: 'Cancel restore',
    does: 'No further data is restored. What runs is asked to stop. Then the stages at the end run: they put back and release what is untouched or whole, and leave fenced what is neither.',
    danger: true,
  },
  fail: { verb: 'Give up as failed', does: 'Like cancelling, but the restore counts as failed in every report.', danger: true },
  waive: {
    verb: 'Accept finding',
    does: 'This one finding no longer stands in the way, by your word. The journal keeps your name and your reason.',
    danger: true,
  },
  retry: {
    verb: 'Run again',
    does: 'The stage runs again, looks at what is there and does what is missing. What came after it runs again too.',
    danger: false,
  },
  skip: {
    verb: 'Skip stage',
    does: 'The restore goes on as if the stage had succeeded. Nothing checks whether it would have.',
    danger: true,
  },
};

/** Which wishes make sense now; the coordinator refuses the rest anyway. */
export function possible(restore: Pick<Restore, 'state' | 'hold' | 'mode'>): WishName[] {
  const wishes: Record<RestoreState, WishName[]> = {
    CHECKING: ['hold', 'cancel', 'fail'],
    AWAITING_APPROVAL: ['approve', 'reject', 'hold'],
    RUNNING: ['hold', 'cancel', 'fail'],
    VERIFYING: ['hold', 'cancel', 'fail'],
    HELD: restore.hold?.reason === 'STAGE_FAILED' ? ['cancel', 'fail'] : ['resume', 'cancel', 'fail'],
    SUCCEEDED: [],
    FAILED: [],
    CANCELLED: [],
  };
  return wishes[restore.state];
}

export function possibleForStage(restore: Pick<Restore, 'state'>, stage: Pick<Stage, 'status'>): WishName[] {
  if (!['RUNNING', 'HELD', 'VERIFYING'].includes(restore.state)) {
    return [];
  }
  const wishes: WishName[] = [];
  if (['FAILED', 'SUCCEEDED', 'SKIPPED'].includes(stage.status)) {
    wishes.push('retry');
  }
  if (['FAILED', 'WAITING', 'READY'].includes(stage.status)) {
    wishes.push('skip');
  }
  return wishes;
}

/** What the coordinator says a wish would do, as sentences. */
export function consequences(preview: WishPreview, restore: Pick<Restore, 'stages' | 'state'>): string[] {
  const several = (stages: string[]) => (stages.length > 6 ? `${stages.slice(0, 6).join(', ')} and ${stages.length - 6} more` : stages.join(', '));
  const lines: string[] = [];
  if (preview.again.length > 0) {
    lines.push(`Run again, in the order of the plan: ${several(preview.again)}.`);
  }
  if (preview.cancels.length > 0) {
    lines.push(`Asked to stop now: ${several(preview.cancels)}.`);
  }
  if (preview.starts.length > 0) {
    lines.push(`Start at once: ${several(preview.starts)}.`);
  }
  if (preview.leftOut.length > 0) {
    lines.push(`Left out: ${several(preview.leftOut)}.`);
  }
  const running = restore.stages.filter((stage) => stage.status === 'RUNNING' && !preview.cancels.includes(stage.id));
  if (running.length > 0 && !['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(preview.state)) {
    lines.push(`Runs on: ${several(running.map((stage) => stage.id))}.`);
  }
  return lines;
}

/** `output.name=value` lines of a form, for the outputs of a stage that is skipped. */
export function outputLines(text: string): { outputs: Record<string, Record<string, string>>; wrong: string[] } {
  const outputs: Record<string, Record<string, string>> = {};
  const wrong: string[] = [];
  for (const line of text.split('\n').map((one) => one.trim()).filter((one) => one !== '')) {
    const parts = /^([^.=\s]+)\.(.+?)=(.*)$/.exec(line);
    if (parts) {
      (outputs[parts[1]!] ??= {})[parts[2]!] = parts[3]!;
    } else {
      wrong.push(line);
    }
  }
  return { outputs, wrong };
}

import { describe, expect, it } from 'vitest';
import type { Backup } from '../src/api/types';
import { chosenBackup, type Known, obstacles, type StartForm } from '../src/logic/start';
import { consequences, outputLines, possible, possibleForStage } from '../src/logic/wishes';
import { wishPath } from '../src/api/client';
import { stage } from './fixture';

const set = (name: string, more: Partial<Backup> = {}): Backup => ({ set: name, store: 'main', safety: false, usable: true, problem: '', bytes: 1, artifacts: [], ...more });
const form: StartForm = {
  application: 'shop',
  plan: '',
  backupSet: 'newest',
  mode: 'restore',
  approval: '',
  only: [],
  pauseBefore: [],
  parameters: {},
  requestedBy: 'ann',
  reason: 'down',
};
const worker = { instance: 'w', pool: 'k8s', kinds: [], version: '', running: 0, capacity: 1, seenAt: '' };
const known: Known = {
  applications: [{ name: 'shop', cluster: 'east', namespace: 'shop', plan: 'small', parameters: {}, store: 'main' }],
  clusters: [{ name: 'east', applications: ['shop'], workers: [worker] }],
  backups: [set('safety-1', { safety: true }), set('broken', { usable: false, problem: 'no manifest' }), set('monday')],
  plan: { plan: { name: 'small', version: '', description: '', objective: '', parameters: [], makesBackup: false, problems: [] }, text: '', stages: [{ id: 'a', kind: 'k8s.run', needs: [], atEnd: false }] },
  open: [],
};
const of = (change: Partial<StartForm>, more: Partial<Known> = {}) => obstacles({ ...form, ...change }, { ...known, ...more }).map((obstacle) => `${obstacle.weight} ${obstacle.field}`);

describe('the form that starts a restore', () => {
  it('lets through what can work', () => {
    expect(of({})).toEqual([]);
  });

  it('refuses what cannot, at the field it is about', () => {
    expect(of({ application: '' })).toEqual(['refuse application']);
    expect(of({ requestedBy: ' ', reason: '' })).toEqual(['refuse requestedBy', 'refuse reason']);
    expect(of({ backupSet: 'broken' })).toEqual(['refuse backupSet']);
    expect(of({ backupSet: 'gone' })).toEqual(['refuse backupSet']);
    expect(of({}, { backups: [set('safety-1', { safety: true })] })).toEqual(['refuse backupSet']);
    expect(of({}, { clusters: [] })).toEqual(['refuse application']);
    const bad = { ...known.plan!, plan: { ...known.plan!.plan, problems: [{ code: 'CYCLE', place: 'stages', message: 'round' }] } };
    expect(of({}, { plan: bad })).toEqual(['refuse plan']);
    const wants = { ...known.plan!, plan: { ...known.plan!.plan, parameters: [{ name: 'size', description: '', required: true }] } };
    expect(of({}, { plan: wants })).toEqual(['refuse parameters']);
    expect(of({ parameters: { size: '2' } }, { plan: wants })).toEqual([]);
  });

  it('refuses a second restore of an application, but not a dry run beside it', () => {
    const open = [{ id: 'r1', application: 'shop', mode: 'restore', state: 'RUNNING', startedAt: '2026-11-24T00:00:00Z' }] as never;
    const found = obstacles(form, { ...known, open });
    expect(found).toMatchObject([{ field: 'application', weight: 'refuse', restore: 'r1' }]);
    expect(of({ mode: 'dry-run' }, { open })).toEqual([]);
  });

  it('asks for no set where the plan makes one', () => {
    const makes = { ...known.plan!, plan: { ...known.plan!.plan, makesBackup: true } };
    expect(of({ backupSet: 'gone' }, { plan: makes, backups: [] })).toEqual([]);
  });

  it('refuses a restore while a backup is made', () => {
    const open = [{ id: 'b1', application: 'shop', mode: 'backup', state: 'RUNNING', startedAt: '2026-11-24T00:00:00Z' }] as never;
    expect(of({}, { open })).toEqual(['refuse application']);
  });

  it('warns of missing workers and of safety copies', () => {
    expect(of({}, { clusters: [{ ...known.clusters[0]!, workers: [] }] })).toEqual(['warn application']);
    expect(of({ backupSet: 'safety-1' })).toEqual(['warn backupSet']);
  });

  it('takes the newest set that is usable and no safety copy', () => {
    expect(chosenBackup({ backupSet: 'newest' }, known.backups!)?.set).toBe('monday');
  });
});

describe('wishes', () => {
  it('are offered where they make sense', () => {
    expect(possible({ state: 'AWAITING_APPROVAL', mode: 'restore' })).toContain('approve');
    expect(possible({ state: 'SUCCEEDED', mode: 'restore' })).toEqual([]);
    expect(possible({ state: 'HELD', mode: 'restore', hold: { reason: 'STAGE_FAILED' } as never })).not.toContain('resume');
    expect(possibleForStage({ state: 'HELD' }, { status: 'FAILED' })).toEqual(['retry', 'skip']);
    expect(possibleForStage({ state: 'AWAITING_APPROVAL' }, { status: 'WAITING' })).toEqual([]);
  });

  it('about a stage go to the place of the stage', () => {
    expect(wishPath('r/1', 'retry', { by: '', reason: '', stage: 'a b' })).toBe('/restores/r%2F1/stages/a%20b/retry');
    expect(wishPath('r', 'hold', { by: '', reason: '' })).toBe('/restores/r/hold');
  });

  it('say what the coordinator says they would do', () => {
    const preview = { granted: true, state: 'RUNNING' as const, again: ['a', 'b'], starts: ['a'], cancels: [], leftOut: [], given: [] };
    const lines = consequences(preview, { state: 'HELD', stages: [stage('c', [], { from: 0 })] });
    expect(lines).toEqual(['Run again, in the order of the plan: a, b.', 'Start at once: a.', 'Runs on: c.']);
  });

  it('read outputs line by line and name the lines they cannot read', () => {
    expect(outputLines('originals./spec/x=1\n\n originals.deployment/a=2=3\nnonsense')).toEqual({
      outputs: { originals: { '/spec/x': '1', 'deployment/a': '2=3' } },
      wrong: ['nonsense'],
    });
  });
});

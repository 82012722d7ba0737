import { describe, expect, it } from 'vitest';
import { foldAll, NOTHING } from '../src/logic/attempts';
import { overall, timeLeft } from '../src/logic/forecast';
import { criticalPath, predicted, timeline } from '../src/logic/timeline';
import { stage } from './fixture';

const NOW = 100_000;
const done = [
  stage('capture', [], { from: 0, to: 2 }),
  stage('copy', ['capture'], { from: 2, to: 30 }),
  stage('import', ['capture'], { from: 2, to: 12 }),
  stage('index', ['import'], { from: 12, to: 29 }),
  stage('bring-back', [], { from: 30, to: 40, atEnd: true }),
  stage('verify', ['bring-back'], { from: 40, to: 45 }),
];

describe('the critical path', () => {
  it('goes back over the need that ended last, and over the stages at the end to what they waited for', () => {
    expect(criticalPath(done, NOW)).toEqual(['capture', 'copy', 'bring-back', 'verify']);
  });

  it('ends at what runs now', () => {
    const running = [stage('a', [], { from: 0, to: 5 }), stage('b', ['a'], { from: 5 }), stage('c', ['a'], { from: 5, to: 9 })];
    expect(criticalPath(running, NOW)).toEqual(['a', 'b']);
  });

  it('is empty before anything ran', () => {
    expect(criticalPath([stage('a', [])], NOW)).toEqual([]);
  });
});

describe('the timeline', () => {
  it('shows attempts that came to nothing inside the bar of their stage', () => {
    const ref = { stage: 'copy', number: 2, fence: 7 };
    const history = foldAll(NOTHING, [
      { seq: 1, recordedAt: '', type: 'StageDispatched', fact: { at: new Date(2000).toISOString(), attempt: ref } },
      { seq: 2, recordedAt: '', type: 'AttemptLost', fact: { at: new Date(8000).toISOString(), attempt: ref } },
    ]);
    const line = timeline(done, history, NOW, { copy: 20_000 });
    const bar = line.bars.find((candidate) => candidate.id === 'copy')!;
    expect(bar).toMatchObject({ from: 2000, to: 30_000, critical: true, expected: 20_000 });
    expect(bar.breaks).toEqual([{ from: 2000, to: 8000, outcome: 'lost' }]);
    expect([line.from, line.to]).toEqual([0, 45_000]);
  });
});

describe('the time left', () => {
  const before = predicted([
    stage('capture', [], { predicted: 'PT2S' }),
    stage('copy', [], { predicted: 'PT28S' }),
    stage('import', [], { predicted: 'PT10S' }),
    stage('index', [], { predicted: 'PT17S' }),
    stage('bring-back', [], { predicted: 'PT10S' }),
    stage('verify', [], { predicted: 'PT5S' }),
  ]);

  it('is the longest way through what is not done, by what stages should take', () => {
    const now = [
      stage('capture', [], { from: 90, to: 92 }),
      stage('copy', ['capture'], { from: 92 }),
      stage('import', ['capture'], { from: 92 }),
      stage('index', ['import']),
      stage('bring-back', [], { atEnd: true }),
      stage('verify', ['bring-back']),
    ];
    // copy: 28 - 8 spent; import and index: (10 - 8) + 17; then 10 and 5.
    expect(timeLeft(now, before, NOW)).toBe(20_000 + 15_000);
  });

  it('believes a stage that says itself how long it needs', () => {
    const running = [stage('copy', [], { from: 92, progress: { attempt: 1, step: '', done: 1, total: 2, unit: '', left: 'PT50S' } })];
    expect(timeLeft(running, before, NOW)).toBe(50_000);
  });

  it('is not known without earlier restores, or when a stage is new', () => {
    expect(timeLeft(done, null, NOW)).toBeNull();
    expect(timeLeft([stage('brand-new', [])], before, NOW)).toBeNull();
  });
});

describe('the progress as a whole', () => {
  it('counts stages and the known part of those that run, and is not full before all are through', () => {
    const half = [
      stage('a', [], { from: 0, to: 1 }),
      stage('b', [], { from: 0, progress: { attempt: 1, step: '', done: 1, total: 2, unit: '', percent: 50 } }),
      stage('c', []),
    ];
    expect(overall(half)).toEqual({ done: 1, running: 1, total: 3, percent: 50 });
    const almost = [stage('a', [], { from: 0, progress: { attempt: 1, step: '', done: 2, total: 2, unit: '', percent: 100 } })];
    expect(overall(almost).percent).toBe(99);
  });
});

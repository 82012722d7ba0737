import { describe, expect, it } from 'vitest';
import { fold, foldAll, NOTHING, sentence } from '../src/logic/attempts';
import { killed } from './fixture';

describe('folding the facts of a restore whose workers were killed', () => {
  const facts = killed();
  const history = foldAll(NOTHING, facts);

  it('shows the attempt that was lost and the one that took over', () => {
    expect(history.stages.fence!.attempts.map((attempt) => [attempt.number, attempt.outcome])).toEqual([
      [2, 'lost'],
      [3, 'succeeded'],
    ]);
    expect(history.stages.fence!.attempts[0]!.worker).toBe('worker-k8s-east');
    expect(history.stages.fence!.attempts[1]!.fence).toBeGreaterThan(history.stages.fence!.attempts[0]!.fence);
  });

  it('counts attempts of executions only, not those of checks', () => {
    const all = Object.values(history.stages).flatMap((stage) => stage.attempts);
    expect(all).toHaveLength(facts.filter((fact) => fact.type === 'StageDispatched').length);
    expect(all.filter((attempt) => attempt.outcome === 'lost')).toHaveLength(5);
    expect(all.every((attempt) => attempt.outcome === 'lost' || attempt.outcome === 'succeeded')).toBe(true);
  });

  it('keeps what the checks found and when', () => {
    expect(history.stages['system-db']!.findings.length).toBeGreaterThan(0);
    expect(history.stages['system-db']!.checkedAt).toMatch(/^2026-11-23T00:22/);
  });

  it('knows when the restore waited for people', () => {
    expect(history.waits.map((wait) => wait.why)).toEqual(['Waits for approval', 'Held']);
    expect(history.waits.every((wait) => wait.to !== undefined && wait.to >= wait.from)).toBe(true);
  });

  it('gives the same when facts come again after a broken connection', () => {
    const again = foldAll(foldAll(foldAll(NOTHING, facts.slice(0, 120)), facts.slice(100, 180)), facts.slice(60));
    expect(again).toEqual(history);
  });

  it('leaves what a fact does not concern the same object, so that it is not drawn again', () => {
    const before = foldAll(NOTHING, facts.slice(0, 150));
    const after = fold(before, facts[150]!);
    const touched = (facts[150]!.fact.attempt as { stage: string } | undefined)?.stage;
    for (const [id, stage] of Object.entries(before.stages)) {
      expect(after.stages[id] === stage).toBe(id !== touched);
    }
  });

  it('has a sentence for every fact', () => {
    for (const fact of facts) {
      expect(sentence(fact)).not.toBe(fact.type);
      expect(sentence(fact)).not.toContain('undefined');
    }
  });
});

import { readFileSync } from 'node:fs';
import type { Fact, Stage } from '../src/api/types';

/** The recorded history of a real restore whose coordinator and workers were killed in the middle. */
export function killed(): Fact[] {
  const file = new URL('../../../test/resources/histories/0.1.0/killed/facts.jsonl', import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      const fact = JSON.parse(line) as Record<string, unknown>;
      return { seq: index + 1, recordedAt: String(fact.at), type: String(fact.type), fact };
    });
}

/** A stage with what a test does not care about filled in; times in seconds. */
export function stage(id: string, needs: string[], more: Partial<Stage> & { from?: number; to?: number } = {}): Stage {
  const { from, to, ...rest } = more;
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();
  return {
    id,
    kind: 'k8s.run',
    needs,
    status: to !== undefined ? 'SUCCEEDED' : from !== undefined ? 'RUNNING' : 'WAITING',
    atEnd: false,
    attempts: from === undefined ? 0 : 1,
    problem: '',
    evidence: [],
    outputs: {},
    startedAt: from === undefined ? undefined : at(from),
    endedAt: to === undefined ? undefined : at(to),
    ...rest,
  };
}

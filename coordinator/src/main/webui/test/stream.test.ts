import { describe, expect, it } from 'vitest';
import { type Connection, follow } from '../src/live/stream';
import { overlay } from '../src/live/useRestore';
import type { Restore } from '../src/api/types';
import { stage } from './fixture';

const fact = (seq: number) => `id: ${seq}\nevent: fact\ndata: {"seq":${seq},"recordedAt":"","type":"LeaseRenewed","fact":{}}\n\n`;

/** A server whose connections break where the test wants it. */
function server(answers: (string | number)[]) {
  const asked: (string | undefined)[] = [];
  const waited: number[] = [];
  return {
    asked,
    waited,
    tools: {
      fetch: (async (_: unknown, init?: RequestInit) => {
        asked.push((init?.headers as Record<string, string>)['Last-Event-ID']);
        const answer = answers.shift();
        if (answer === undefined) {
          throw new TypeError('connection refused');
        }
        return typeof answer === 'number' ? new Response('{}', { status: answer }) : new Response(answer);
      }) as typeof fetch,
      wait: async (ms: number) => {
        waited.push(ms);
      },
    },
  };
}

function listener() {
  const facts: number[] = [];
  const connections: Connection[] = [];
  const progress: string[] = [];
  return {
    facts,
    connections,
    progress,
    handlers: {
      onFact: (entry: { seq: number }) => facts.push(entry.seq),
      onProgress: (id: string) => progress.push(id),
      onConnection: (connection: Connection) => connections.push(connection),
    },
  };
}

describe('following a restore', () => {
  it('goes on after the last fact when the connection breaks, until the restore ends', async () => {
    const { tools, asked } = server([`${fact(1)}${fact(2)}`, 503, `${fact(3)}event: end\ndata: {}\n\n`]);
    const heard = listener();
    await follow('r', 0, heard.handlers as never, new AbortController().signal, tools);
    expect(heard.facts).toEqual([1, 2, 3]);
    expect(asked).toEqual(['0', '2', '2']);
    expect(heard.connections).toEqual(['connecting', 'live', 'lost', 'lost', 'live', 'ended']);
  });

  it('waits longer each time nobody answers, and begins anew once something came', async () => {
    const { tools, waited } = server([500, 500, 500, fact(1), 500, 'event: end\ndata: {}\n\n']);
    await follow('r', 0, listener().handlers as never, new AbortController().signal, tools);
    expect(waited).toEqual([500, 1000, 2000, 500, 1000]);
  });

  it('stops when nobody looks any more', async () => {
    const stop = new AbortController();
    const { tools, asked } = server([]);
    await follow('r', 5, listener().handlers as never, stop.signal, { ...tools, wait: async () => stop.abort() });
    expect(asked).toEqual(['5']);
  });

  it('tells progress without taking it for a fact', async () => {
    const { tools, asked } = server([`${fact(4)}event: progress\ndata: {"stage":"import","progress":{"attempt":1}}\n\n`, 'event: end\ndata: {}\n\n']);
    const heard = listener();
    await follow('r', 0, heard.handlers as never, new AbortController().signal, tools);
    expect(heard.progress).toEqual(['import']);
    expect(asked).toEqual(['0', '4']);
  });
});

describe('progress over the last answer', () => {
  const told = (attempt: number, done: number) => ({ attempt, step: '', done, total: 100, unit: 'rows' });
  const restore = { stages: [stage('a', [], { from: 0, progress: told(2, 10) }), stage('b', [])] } as Restore;

  it('is laid over the stage it is about, and leaves the others the same', () => {
    const laid = overlay(restore, { a: told(2, 50) })!;
    expect(laid.stages[0]!.progress!.done).toBe(50);
    expect(laid.stages[1]).toBe(restore.stages[1]);
  });

  it('does not go back to an attempt that was given up', () => {
    expect(overlay(restore, { a: told(1, 90) })).toBe(restore);
  });
});

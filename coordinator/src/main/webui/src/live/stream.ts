import { createParser } from 'eventsource-parser';
import type { Fact, Progress } from '../api/types';

export type Connection = 'connecting' | 'live' | 'lost' | 'ended';

export interface StreamHandlers {
  onFact: (fact: Fact) => void;
  onProgress: (stage: string, progress: Progress) => void;
  onConnection: (connection: Connection) => void;
}

export interface StreamTools {
  fetch: typeof fetch;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
/** The server says something at least every 15 seconds; a connection that is silent for longer is dead. */
const SILENCE = 40_000;

const BROWSER: StreamTools = {
  fetch: (input, init) => fetch(input, init),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

/**
 * Follows one restore until it ends or `signal` says so. A broken connection is made again, and the
 * number of the last fact goes with the request, so that nothing is missed and nothing comes twice.
 * Not EventSource: that one cannot say where to go on when a page opens it anew.
 */
export async function follow(
  restore: string,
  afterSeq: number,
  handlers: StreamHandlers,
  signal: AbortSignal,
  tools: StreamTools = BROWSER,
): Promise<void> {
  let last = afterSeq;
  let wait = FIRST_WAIT;
  handlers.onConnection('connecting');
  while (!signal.aborted) {
    const read = await readOnce(restore, last, handlers, signal, tools, (seq) => {
      last = seq;
      wait = FIRST_WAIT;
    });
    if (read === 'ended') {
      handlers.onConnection('ended');
      return;
    }
    if (signal.aborted) {
      return;
    }
    handlers.onConnection('lost');
    await tools.wait(wait, signal);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }
}

async function readOnce(
  restore: string,
  last: number,
  handlers: StreamHandlers,
  signal: AbortSignal,
  tools: StreamTools,
  moved: (seq: number) => void,
): Promise<'ended' | 'broken'> {
  const attempt = new AbortController();
  const stop = () => attempt.abort();
  signal.addEventListener('abort', stop);
  let watchdog = setTimeout(stop, SILENCE);
  let ended = false;
  try {
    const answer = await tools.fetch(`/api/v1/restores/${encodeURIComponent(restore)}/events`, {
      headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(last) },
      signal: attempt.signal,
      cache: 'no-store',
    });
    if (!answer.ok || !answer.body) {
      return 'broken';
    }
    handlers.onConnection('live');
    const parser = createParser({
      onEvent: (event) => {
        if (event.event === 'fact') {
          const fact = JSON.parse(event.data) as Fact;
          moved(fact.seq);
          handlers.onFact(fact);
        } else if (event.event === 'progress') {
          const told = JSON.parse(event.data) as { stage: string; progress: Progress };
          handlers.onProgress(told.stage, told.progress);
        } else if (event.event === 'end') {
          ended = true;
        }
      },
    });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || ended) {
        return ended ? 'ended' : 'broken';
      }
      clearTimeout(watchdog);
      watchdog = setTimeout(stop, SILENCE);
      parser.feed(value);
      if (ended) {
        void reader.cancel().catch(() => undefined);
        return 'ended';
      }
    }
  } catch {
    return ended ? 'ended' : 'broken';
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener('abort', stop);
  }
}

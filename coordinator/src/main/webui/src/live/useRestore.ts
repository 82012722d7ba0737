import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api } from '../api/client';
import type { Fact, Progress, Restore } from '../api/types';
import { type Folded, NOTHING, foldAll } from '../logic/attempts';
import { type Connection, follow } from './stream';

/** Facts that change nothing the coordinator's answer shows. */
const QUIET = new Set(['LeaseRenewed', 'LateReportNoted', 'LeasesRestarted', 'CheckDispatched']);
const SETTLE = 250;

export interface Live {
  restore: Restore | undefined;
  history: Folded;
  facts: Fact[];
  connection: Connection;
  error: Error | null;
  refetch: () => void;
}

/**
 * One restore as it happens. The coordinator's answer is the truth; the stream brings the facts, which
 * say when to ask again, and the progress, which is laid over the answer at once.
 */
export function useRestore(id: string): Live {
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['restore', id], queryFn: () => api.restore(id), staleTime: Infinity });
  const [facts, setFacts] = useState<Fact[]>([]);
  const [history, setHistory] = useState<Folded>(NOTHING);
  const [progress, setProgress] = useState<Record<string, Progress>>({});
  const [connection, setConnection] = useState<Connection>('connecting');
  const last = useRef(0);
  const known = query.data !== undefined;
  const visible = useVisible();

  useEffect(() => {
    last.current = 0;
    setFacts([]);
    setHistory(NOTHING);
    setProgress({});
  }, [id]);

  useEffect(() => {
    if (!known || !visible) {
      return;
    }
    const stop = new AbortController();
    let arrived: Fact[] = [];
    let moved: Record<string, Progress> = {};
    let ask = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Facts come in bursts: one rendering and one question for each burst.
    const settle = () => {
      timer = undefined;
      if (arrived.length > 0) {
        const batch = arrived;
        arrived = [];
        setFacts((before) => [...before, ...batch]);
        setHistory((before) => foldAll(before, batch));
      }
      if (Object.keys(moved).length > 0) {
        const batch = moved;
        moved = {};
        setProgress((before) => ({ ...before, ...batch }));
      }
      const answered = client.getQueryData<Restore>(['restore', id]);
      if (ask && (answered === undefined || answered.seq < last.current)) {
        void client.invalidateQueries({ queryKey: ['restore', id], exact: true });
      }
      ask = false;
    };
    const soon = () => {
      timer ??= setTimeout(settle, SETTLE);
    };
    void follow(
      id,
      last.current,
      {
        onFact: (fact) => {
          last.current = fact.seq;
          arrived.push(fact);
          ask ||= !QUIET.has(fact.type);
          soon();
        },
        onProgress: (stage, told) => {
          moved[stage] = told;
          soon();
        },
        onConnection: (next) => {
          setConnection(next);
          if (next === 'ended') {
            void client.invalidateQueries({ queryKey: ['restore', id], exact: true });
          }
        },
      },
      stop.signal,
    );
    return () => {
      stop.abort();
      if (timer !== undefined) {
        clearTimeout(timer);
        settle();
      }
    };
  }, [id, known, visible, client]);

  const restore = useMemo(() => overlay(query.data, progress), [query.data, progress]);
  return { restore, history, facts, connection, error: query.error, refetch: () => void query.refetch() };
}

/** The answer with newer progress; progress of an attempt that is over is older news. */
export function overlay(restore: Restore | undefined, progress: Record<string, Progress>): Restore | undefined {
  if (!restore) {
    return undefined;
  }
  let changed = false;
  const stages = restore.stages.map((stage) => {
    const told = progress[stage.id];
    if (!told || told === stage.progress || (stage.progress && told.attempt < stage.progress.attempt)) {
      return stage;
    }
    changed = true;
    return { ...stage, progress: told };
  });
  return changed ? { ...restore, stages } : restore;
}

/** A hidden page lets go of its connection: a browser has few of them, and catches up afterwards. */
function useVisible(): boolean {
  const [visible, setVisible] = useState(document.visibilityState !== 'hidden');
  useEffect(() => {
    const look = () => setVisible(document.visibilityState !== 'hidden');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return visible;
}

/** The time, looked at every second while `running`. */
export function useNow(running: boolean, every = 1000): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!running) {
      return;
    }
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [running, every]);
  return now;
}

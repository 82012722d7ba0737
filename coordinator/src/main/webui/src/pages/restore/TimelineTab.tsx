import { Switch } from '@patternfly/react-core/dist/esm/components/Switch';
import { useMemo, useState } from 'react';
import type { Restore } from '../../api/types';
import type { Folded } from '../../logic/attempts';
import { clock, durationMs, judged, span, spoken } from '../../logic/format';
import { type Bar, type Durations, timeline } from '../../logic/timeline';
import { Nothing } from '../../parts/frames';

interface Props {
  restore: Restore;
  history: Folded;
  now: number;
  expected: Durations | null;
}

/** When each stage ran, which of them decided how long it took, and how long each should take. */
export function TimelineTab({ restore, history, now, expected }: Props) {
  const [critical, setCritical] = useState(false);
  const [waits, setWaits] = useState(false);
  const line = useMemo(() => timeline(restore.stages, history, now, expected), [restore.stages, history, now, expected]);
  if (line.bars.length === 0) {
    return <Nothing title="Nothing ran yet">The timeline begins with the first stage that changes something.</Nothing>;
  }
  const from = waits ? Date.parse(restore.startedAt) : line.from;
  const to = Math.max(line.to, from + 1000);
  const shown = critical ? line.bars.filter((bar) => bar.critical) : line.bars;
  const onPath = line.bars.filter((bar) => bar.critical).reduce((sum, bar) => sum + bar.to - bar.from, 0);
  return (
    <div className="rk-timeline-page">
      <p>
        The critical path has {line.path.length} of {line.bars.length} stages and accounts for {span(onPath)} of {span(line.to - line.from)}. Only a shorter
        stage on it would have made the restore shorter.
        {expected && ` The thin line under a bar is how long the stage should take, ${judged(restore.forecast.restores)}.`}
        {expected && restore.forecast.total && restore.forecast.took && ` Expected were ${span(durationMs(restore.forecast.total) ?? 0)}, it took ${span(durationMs(restore.forecast.took) ?? 0)}.`}
      </p>
      <div className="rk-labels rk-switches">
        <Switch id="only-critical" label="Critical path only" isChecked={critical} onChange={(_, checked) => setCritical(checked)} />
        <Switch id="with-waits" label="From the start, with the waiting" isChecked={waits} onChange={(_, checked) => setWaits(checked)} />
      </div>
      <Legend />
      <Chart bars={shown} from={from} to={to} history={history} />
    </div>
  );
}

function Legend() {
  return (
    <ul className="rk-legend" aria-label="Legend">
      <li className="rk-legend-critical">Critical path</li>
      <li className="rk-legend-other">Other stages</li>
      <li className="rk-legend-lost">Attempt that came to nothing</li>
      <li className="rk-legend-wait">Waiting for a person</li>
      <li className="rk-legend-before">Expected</li>
    </ul>
  );
}

function Chart({ bars, from, to, history }: { bars: Bar[]; from: number; to: number; history: Folded }) {
  const share = (at: number) => `${(100 * (Math.min(Math.max(at, from), to) - from)) / (to - from)}%`;
  const width = (a: number, b: number) => `max(2px, ${(100 * Math.max(0, Math.min(b, to) - Math.max(a, from))) / (to - from)}%)`;
  const ticks = Array.from({ length: 5 }, (_, index) => from + ((to - from) * index) / 4);
  const waits = history.waits.filter((wait) => Date.parse(wait.to ?? wait.from) > from);
  return (
    <div className="rk-timeline" role="group" tabIndex={0} aria-label="Timeline, scrolls sideways on a narrow screen">
      <div className="rk-timeline-axis" aria-hidden="true">
        <span />
        <div>
          {ticks.map((tick) => (
            <span key={tick} style={{ left: share(tick) }}>
              {span(tick - from)}
            </span>
          ))}
        </div>
        <span />
      </div>
      <ol aria-label="Stages in the order in which they began">
        {bars.map((bar) => (
          <li key={bar.id} className={bar.critical ? 'rk-bar-critical' : undefined}>
            <span className="rk-bar-name">{bar.id}</span>
            <div className="rk-bar-lane">
              {waits.map((wait) => (
                <i key={wait.from} className="rk-wait" style={{ left: share(Date.parse(wait.from)), width: width(Date.parse(wait.from), Date.parse(wait.to ?? wait.from)) }} title={wait.why} />
              ))}
              <b className={`rk-bar rk-bar-${bar.status.toLowerCase()}`} style={{ left: share(bar.from), width: width(bar.from, bar.to) }} title={describe(bar)} />
              {bar.breaks.map((lost) => (
                <b key={lost.from} className="rk-bar rk-bar-lost" style={{ left: share(lost.from), width: width(lost.from, lost.to) }} title={`Attempt ${lost.outcome} after ${span(lost.to - lost.from)}`} />
              ))}
              {bar.expected !== null && <i className="rk-before" style={{ left: share(bar.from), width: width(bar.from, bar.from + bar.expected) }} />}
            </div>
            <span className="rk-bar-took">
              {span(bar.to - bar.from)}
              <span className="pf-v6-screen-reader">{describe(bar)}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function describe(bar: Bar): string {
  return [
    `${spoken(bar.status)}, from ${clock(new Date(bar.from).toISOString())} for ${span(bar.to - bar.from)}`,
    bar.critical ? 'on the critical path' : '',
    bar.expected === null ? '' : `${span(bar.expected)} expected`,
    ...bar.breaks.map((lost) => `one attempt ${lost.outcome}`),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

import { Progress, ProgressMeasureLocation } from '@patternfly/react-core/dist/esm/components/Progress';
import type { Restore } from '../../api/types';
import { objective, overall, timeLeft } from '../../logic/forecast';
import { judged, span } from '../../logic/format';
import type { Durations } from '../../logic/timeline';

/** Three figures that a person on call wants first: how far, how long already against the objective, how long still. */
export function Summary({ restore, expected, now }: { restore: Restore; expected: Durations | null; now: number }) {
  const far = overall(restore.stages);
  const rto = objective(restore, now);
  const ended = restore.endedAt !== undefined;
  const left = ended || restore.state === 'CHECKING' ? null : timeLeft(restore.stages, expected, now);
  const late = rto.left < 0;
  return (
    <div className="rk-summary">
      <div>
        <Progress
          title={restore.state === 'CHECKING' ? 'Checks run; nothing is changed yet' : `${far.done} of ${far.total} stages`}
          value={far.percent}
          aria-label="Progress of the restore"
          measureLocation={ProgressMeasureLocation.outside}
          variant={restore.state === 'SUCCEEDED' ? 'success' : restore.state === 'FAILED' ? 'danger' : restore.state === 'HELD' ? 'warning' : undefined}
        />
      </div>
      <div>
        <Progress
          title={`${ended ? 'Took' : restore.origin.startsWith('alert ') ? 'Since the alert' : 'Running for'} ${span(rto.used)} of ${span(rto.wanted)}`}
          value={rto.percent}
          aria-label="Time used of the recovery time objective"
          measureLocation={ProgressMeasureLocation.outside}
          label={late ? `${span(-rto.left)} late` : ended ? `${span(rto.left)} spare` : `${span(rto.left)} left`}
          variant={late ? 'danger' : rto.percent > 80 ? 'warning' : undefined}
        />
      </div>
      {!ended && (
        <dl className="rk-figure">
          <dt>Still to go</dt>
          <dd>{left === null ? 'not known' : left === 0 ? 'almost done' : `about ${span(left)}`}</dd>
          <dd className="rk-quiet">{expected === null ? 'no earlier restore to judge by' : judged(restore.forecast.restores)}</dd>
        </dl>
      )}
    </div>
  );
}

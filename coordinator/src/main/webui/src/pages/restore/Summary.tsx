import { Progress, ProgressMeasureLocation } from '@patternfly/react-core/dist/esm/components/Progress';
import type { Restore } from '../../api/types';
import { objective, overall, timeLeft } from '../../logic/forecast';
import { span } from '../../logic/format';
import type { Durations } from '../../logic/timeline';

/** Three figures that a person on call wants first: how far, how long already against the objective, how long still. */
export function Summary({ restore, before, now }: { restore: Restore; before: Durations | null; now: number }) {
  const far = overall(restore.stages);
  const rto = objective(restore, now);
  const ended = restore.endedAt !== undefined;
  const left = ended || restore.state === 'CHECKING' ? null : timeLeft(restore.stages, before, now);
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
          title={`${ended ? 'Took' : 'Running for'} ${span(rto.used)} of ${span(rto.wanted)}`}
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
          <dd className="rk-quiet">{before === null ? 'no earlier run to compare with' : 'by the durations of the last run'}</dd>
        </dl>
      )}
    </div>
  );
}

import type { Application, Backup, Cluster, Plan, RestoreLine } from '../api/types';

/** What a person has filled in so far. */
export interface StartForm {
  application: string;
  plan: string;
  backupSet: string;
  mode: 'restore' | 'dry-run';
  approval: '' | 'none' | 'required' | 'two-persons';
  only: string[];
  pauseBefore: string[];
  parameters: Record<string, string>;
  requestedBy: string;
  reason: string;
}

export interface Known {
  applications: Application[];
  clusters: Cluster[];
  backups: Backup[] | undefined;
  plan: Plan | undefined;
  open: RestoreLine[];
}

/** One thing that stands in the way of a start, at the field it belongs to. */
export interface Obstacle {
  field: keyof StartForm;
  /** `refuse`: a start cannot work. `warn`: it can, but a person should know. */
  weight: 'refuse' | 'warn';
  message: string;
  restore?: string;
}

const POOLS: Record<string, string> = { db: 'worker-db', redis: 'worker-redis', k8s: 'worker-k8s' };
const NEWEST = 'newest';

export function obstacles(form: StartForm, known: Known): Obstacle[] {
  const application = known.applications.find((candidate) => candidate.name === form.application);
  if (!application) {
    return [refuse('application', 'Choose the application that is to be restored.')];
  }
  return [
    ...taken(form, application, known.open),
    ...unmanned(application, form, known),
    ...plan(form, application, known.plan),
    ...(known.plan?.plan.makesBackup ? [] : backup(form, known.backups)),
    ...person(form),
  ];
}

/** The set a start would take: the newest usable one that is no safety copy, or the one named. */
export function chosenBackup(form: Pick<StartForm, 'backupSet'>, backups: Backup[]): Backup | undefined {
  return form.backupSet === NEWEST
    ? backups.find((candidate) => candidate.usable && !candidate.safety)
    : backups.find((candidate) => candidate.set === form.backupSet);
}

function taken(form: StartForm, application: Application, open: RestoreLine[]): Obstacle[] {
  const by = open.find((line) => line.application === application.name && line.mode !== 'dry-run' && !line.endedAt);
  return by === undefined || form.mode === 'dry-run'
    ? []
    : [
        {
          ...refuse('application', `A ${by.mode} of ${application.name} is open since ${by.startedAt.slice(0, 16).replace('T', ' ')} UTC (${by.state}). Two never work on one application; end that one first, or try a dry run.`),
          restore: by.id,
        },
      ];
}

function unmanned(application: Application, form: StartForm, known: Known): Obstacle[] {
  const cluster = known.clusters.find((candidate) => candidate.name === application.cluster);
  if (!cluster) {
    return [refuse('application', `Its cluster ${application.cluster} is not in the catalogue.`)];
  }
  const wanted = (known.plan?.stages ?? []).filter((stage) => form.only.length === 0 || form.only.includes(stage.id));
  const pools = [...new Set(wanted.map((stage) => stage.kind.split('.')[0]!))];
  const missing = pools.filter((pool) => !cluster.workers.some((worker) => worker.pool === pool));
  return missing.length === 0
    ? []
    : [
        {
          field: 'application',
          weight: 'warn',
          message: `No ${missing.map((pool) => POOLS[pool] ?? `worker for ${pool}`).join(' and no ')} has been heard of in cluster ${cluster.name} lately. The restore would start and wait for one.`,
        },
      ];
}

function plan(form: StartForm, application: Application, shown: Plan | undefined): Obstacle[] {
  if (!shown) {
    return [];
  }
  const first = shown.plan.problems[0];
  if (first) {
    return [refuse('plan', `Plan ${shown.plan.name} has ${shown.plan.problems.length} problem(s), the first at ${first.place}: ${first.message}`)];
  }
  const missing = shown.plan.parameters.filter(
    (parameter) => parameter.required && !form.parameters[parameter.name] && !application.parameters[parameter.name],
  );
  return missing.map((parameter) => refuse('parameters', `Parameter ${parameter.name} has no value: ${parameter.description}`));
}

function backup(form: StartForm, backups: Backup[] | undefined): Obstacle[] {
  if (backups === undefined) {
    return [];
  }
  const set = chosenBackup(form, backups);
  if (!set) {
    return [
      refuse(
        'backupSet',
        form.backupSet === NEWEST
          ? 'The store has no usable backup set. A folder without a manifest becomes one with: rekindle backup index DIR'
          : 'Choose a backup set of this application’s store.',
      ),
    ];
  }
  if (!set.usable) {
    return [refuse('backupSet', set.problem)];
  }
  return set.safety
    ? [{ field: 'backupSet', weight: 'warn', message: 'This is a safety copy: restoring it undoes the restore that took it.' }]
    : [];
}

function person(form: StartForm): Obstacle[] {
  return [
    ...(form.requestedBy.trim() ? [] : [refuse('requestedBy', 'Say who you are; the journal keeps it.')]),
    ...(form.reason.trim() ? [] : [refuse('reason', 'Say why; whoever approves reads it, and the journal keeps it.')]),
  ];
}

function refuse(field: keyof StartForm, message: string): Obstacle {
  return { field, weight: 'refuse', message };
}

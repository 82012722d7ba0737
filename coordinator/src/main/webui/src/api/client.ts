import type {
  About,
  AlertDecision,
  AlertEpisode,
  Application,
  AuditEntry,
  Backup,
  Cluster,
  Fact,
  Items,
  Plan,
  PlanLine,
  PlanProblem,
  Policy,
  Restore,
  RestoreLine,
  Session,
  StartBody,
  WishBody,
  WishName,
  WishPreview,
} from './types';

/** An answer that is an error, as RFC 9457 writes it, or a coordinator that did not answer. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly problems: PlanProblem[] = [],
  ) {
    super(detail);
    this.name = 'Refusal';
  }

  get unreachable(): boolean {
    return this.status === 0;
  }
}

const ROOT = '/api/v1';

async function request<T>(path: string, init?: RequestInit): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(ROOT + path, {
      ...init,
      headers: { Accept: 'application/json', ...(init?.body ? { 'Content-Type': 'application/json' } : {}), ...init?.headers },
    });
  } catch {
    throw new Refusal(0, 'UNREACHABLE', 'The coordinator does not answer. Running restores go on; this page tries again by itself.');
  }
  if (answer.ok) {
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }
  throw await refusal(answer);
}

async function refusal(answer: Response): Promise<Refusal> {
  try {
    const body = (await answer.json()) as { code?: string; detail?: string; title?: string; problems?: PlanProblem[] };
    return new Refusal(
      answer.status,
      body.code ?? `HTTP_${answer.status}`,
      body.detail ?? body.title ?? `The coordinator answered ${answer.status}.`,
      body.problems ?? [],
    );
  } catch {
    return new Refusal(answer.status, `HTTP_${answer.status}`, `The coordinator answered ${answer.status} without saying why.`);
  }
}

function query(values: Record<string, string | number | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') {
      parameters.set(name, String(value));
    }
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}

const seg = encodeURIComponent;

/** Where a wish is sent: those about a stage have a place below the restore. */
export function wishPath(restore: string, wish: WishName, body: WishBody): string {
  const place = `/restores/${seg(restore)}`;
  return wish === 'retry' || wish === 'skip' ? `${place}/stages/${seg(body.stage ?? '')}/${wish}` : `${place}/${wish}`;
}

const post = <T>(path: string, body: unknown) => request<T>(path, { method: 'POST', body: JSON.stringify(body) });

export const api = {
  session: () => request<Session>('/session'),
  logIn: (token: string) => request<Session>('/session', { method: 'POST', headers: { Authorization: `Bearer ${token}` } }),
  logOut: () => request<void>('/session', { method: 'DELETE' }),
  about: () => request<About>('/about'),
  restores: (filter: { application?: string; cluster?: string; state?: string; limit?: number } = {}) =>
    request<Items<RestoreLine>>(`/restores${query(filter)}`).then((list) => list.items),
  restore: (id: string) => request<Restore>(`/restores/${seg(id)}`),
  journal: (id: string) => request<Items<Fact>>(`/restores/${seg(id)}/journal`).then((list) => list.items),
  start: (body: StartBody) => post<{ id: string }>('/restores', body),
  wish: (restore: string, wish: WishName, body: WishBody) =>
    post<{ id: string; state: string; seq: number }>(wishPath(restore, wish, body), body),
  preview: (restore: string, wish: WishName, body: WishBody) =>
    post<WishPreview>(`/restores/${seg(restore)}/preview/${wish}`, body),
  applications: () => request<Items<Application>>('/applications').then((list) => list.items),
  clusters: () => request<Items<Cluster>>('/clusters').then((list) => list.items),
  backups: (application: string) => request<Items<Backup>>(`/backups${query({ application })}`).then((list) => list.items),
  plans: () => request<Items<PlanLine>>('/plans').then((list) => list.items),
  plan: (name: string) => request<Plan>(`/plans/${seg(name)}`),
  policies: () => request<Items<Policy>>('/policies').then((list) => list.items),
  alerts: () => request<Items<AlertEpisode>>('/alerts?limit=200').then((list) => list.items),
  alertDecisions: () => request<Items<AlertDecision>>('/alerts/decisions?limit=100').then((list) => list.items),
  audit: (after: string) => request<Items<AuditEntry>>(`/audit${query({ limit: 100, after })}`).then((list) => list.items),
};

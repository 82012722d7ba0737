/** Values as people read them. Pure: the time now is an argument. */

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes with the unit that leaves one to four digits. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : short(value)} ${UNITS[unit]}`;
}

/** A number with one decimal below ten and none above. */
export function short(value: number): string {
  return value >= 10 || Number.isInteger(value) ? Math.round(value).toLocaleString('en-US') : value.toFixed(1);
}

/** Milliseconds of an ISO 8601 duration of days and smaller; null when it is none. */
export function durationMs(text: string | undefined): number | null {
  const parts = /^(-)?P(?:(\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?)?$/.exec(text ?? '');
  if (!parts || text === 'P' || text?.endsWith('T')) {
    return null;
  }
  const [days, hours, minutes, seconds] = parts.slice(2).map((part) => Number(part ?? 0)) as [number, number, number, number];
  return (parts[1] ? -1 : 1) * ((days * 24 + hours) * 3600 + minutes * 60 + seconds) * 1000;
}

export function judged(restores: number): string {
  return restores === 1 ? 'by one earlier restore' : `by ${restores} earlier restores`;
}

/** Two neighbouring units at most: `2 d 3 h`, `4 min 12 s`, `0.8 s`. */
export function span(ms: number): string {
  if (ms < 0) {
    return `-${span(-ms)}`;
  }
  if (ms < 1000) {
    return ms < 50 ? '0 s' : `${(ms / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(ms / 1000);
  const steps: [number, string][] = [
    [86400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const first = steps.findIndex(([size]) => seconds >= size);
  const [size, name] = steps[first]!;
  const next = steps[first + 1];
  const rest = next ? Math.floor((seconds % size) / next[0]) : 0;
  return `${Math.floor(seconds / size)} ${name}` + (next && rest > 0 ? ` ${rest} ${next[1]}` : '');
}

/** How long ago, for lists. */
export function age(at: string, now: number): string {
  const ms = now - Date.parse(at);
  return ms < 5000 ? 'just now' : `${span(ms).split(' ').slice(0, 2).join(' ')} ago`;
}

/** Milliseconds from a time to another or to now. */
export function between(from: string | undefined, to: string | undefined, now: number): number | null {
  return from === undefined ? null : Math.max(0, (to === undefined ? now : Date.parse(to)) - Date.parse(from));
}

/** A time with its date, in the zone of who looks. */
export function moment(at: string | undefined): string {
  return at === undefined
    ? '–'
    : new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** The time of day alone. */
export function clock(at: string): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

/** `62 % · 14 MiB/s · 40 s left`, with what is known. */
export function progressWords(progress: {
  done: number;
  total: number;
  unit: string;
  percent?: number;
  perSecond?: number;
  left?: string;
}): string {
  const left = durationMs(progress.left);
  return [
    progress.percent === undefined ? amount(progress.done, progress.unit) : `${progress.percent} %`,
    progress.perSecond === undefined ? '' : `${amount(progress.perSecond, progress.unit)}/s`,
    left === null || progress.percent === 100 ? '' : `${span(Math.max(1000, left))} left`,
  ]
    .filter((word) => word !== '')
    .join(' · ');
}

/** A count of a unit; bytes get their own units. */
export function amount(count: number, unit: string): string {
  return unit === 'bytes' ? bytes(Math.round(count)) : `${short(count)} ${unit}`.trim();
}

/** `AWAITING_APPROVAL` as `Awaiting approval`. */
export function spoken(constant: string): string {
  const words = constant.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The beginning of a digest or an identifier. */
export function brief(text: string, length = 12): string {
  return text.length > length ? text.slice(0, length) : text;
}

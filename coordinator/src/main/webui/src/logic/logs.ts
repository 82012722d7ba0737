/** The address of an attempt's log lines; the template is the coordinator's setting. */
export function logAddress(template: string, restore: string, stage: string, attempt: number): string {
  const places: Record<string, string> = { restore, stage, attempt: String(attempt) };
  return template.replace(/\{(restore|stage|attempt)\}/g, (_, place: string) => encodeURIComponent(places[place] ?? ''));
}

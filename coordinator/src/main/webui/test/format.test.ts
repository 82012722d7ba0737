import { describe, expect, it } from 'vitest';
import { age, bytes, durationMs, progressWords, span, spoken } from '../src/logic/format';

describe('formats', () => {
  it('writes bytes with a unit that fits', () => {
    expect([0, 919, 1536, 14 * 1024 * 1024, 3.5 * 1024 ** 3].map(bytes)).toEqual(['0 B', '919 B', '1.5 KiB', '14 MiB', '3.5 GiB']);
  });

  it('reads ISO durations as the coordinator writes them', () => {
    expect(['PT0.52S', 'PT30M', 'PT1H0M5S', 'P14D', 'PT-4S'].map((text) => durationMs(text))).toEqual([520, 1_800_000, 3_605_000, 1_209_600_000, -4000]);
    expect([undefined, '', 'P', '30m', 'PT'].map((text) => durationMs(text))).toEqual([null, null, null, null, null]);
  });

  it('writes spans with two neighbouring units at most', () => {
    expect([20, 640, 12_000, 252_000, 3_600_000, 183_600_000, -5000].map(span)).toEqual(['0 s', '0.6 s', '12 s', '4 min 12 s', '1 h', '2 d 3 h', '-5 s']);
  });

  it('says how long ago', () => {
    expect(age('2026-11-24T00:00:00Z', Date.parse('2026-11-24T00:00:02Z'))).toBe('just now');
    expect(age('2026-11-24T00:00:00Z', Date.parse('2026-11-24T03:10:00Z'))).toBe('3 h ago');
  });

  it('says how far a stage is with what is known', () => {
    expect(progressWords({ done: 5, total: 10, unit: 'bytes', percent: 50, perSecond: 14680064, left: 'PT40S' })).toBe('50 % · 14 MiB/s · 40 s left');
    expect(progressWords({ done: 1234, total: 0, unit: 'rows' })).toBe('1,234 rows');
  });

  it('speaks constants', () => {
    expect(spoken('AWAITING_APPROVAL')).toBe('Awaiting approval');
  });
});

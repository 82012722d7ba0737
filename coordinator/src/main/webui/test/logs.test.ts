import { expect, it } from 'vitest';
import { logAddress } from '../src/logic/logs';

it('fills in every place, and nothing that an address would take for its own', () => {
  expect(logAddress('https://l/?q={restore}+{stage}+{attempt}+{restore}', 'r1', 'east/a b', 2)).toBe('https://l/?q=r1+east%2Fa%20b+2+r1');
  expect(logAddress('https://l/{other}', 'r1', 's', 1)).toBe('https://l/{other}');
});

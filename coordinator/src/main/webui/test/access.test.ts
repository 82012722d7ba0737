import { describe, expect, it } from 'vitest';
import type { WishName } from '../src/api/types';
import { mayWish } from '../src/logic/access';

describe('what grants allow', () => {
  const allowed = (grants: string[], application = 'shop') =>
    (['approve', 'reject', 'waive', 'hold', 'resume', 'cancel', 'fail', 'retry', 'skip'] as WishName[]).filter((wish) => mayWish(grants, application, wish));

  it('a viewer may wish nothing', () => {
    expect(allowed(['viewer'])).toEqual([]);
    expect(allowed([])).toEqual([]);
  });

  it('an operator decides on the way, an approver before it, an administrator both', () => {
    expect(allowed(['operator'])).toEqual(['hold', 'resume', 'cancel', 'fail', 'retry', 'skip']);
    expect(allowed(['approver'])).toEqual(['approve', 'reject', 'waive']);
    expect(allowed(['admin'])).toHaveLength(9);
  });

  it('a grant for one application is none for another', () => {
    expect(allowed(['operator:shop', 'approver:desk'])).not.toContain('approve');
    expect(allowed(['operator:shop', 'approver:desk'])).toContain('hold');
    expect(allowed(['operator:shop', 'approver:desk'], 'desk')).toEqual(['approve', 'reject', 'waive']);
  });
});

import type { WishName } from '../api/types';

const APPROVERS: WishName[] = ['approve', 'reject', 'waive'];

/** The roles that cover another. */
const COVERED_BY: Record<string, string[]> = {
  operator: ['operator', 'admin'],
  approver: ['approver', 'admin'],
};

/** Whether grants such as operator or approver:shop allow a wish; the coordinator refuses the rest anyway. */
export function mayWish(grants: string[], application: string, wish: WishName): boolean {
  const roles = COVERED_BY[APPROVERS.includes(wish) ? 'approver' : 'operator']!;
  return grants.some((grant) => {
    const [role, place] = grant.split(':');
    return roles.includes(role!) && (place === undefined || place === application);
  });
}

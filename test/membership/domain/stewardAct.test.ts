import { describe, expect, it } from '@jest/globals';
import { STEWARD_ACTS } from '../../../subgraphs/membership/domain/stewardAct.js';
import { readPolicy } from '../../support/policyTable.js';

describe('the table of what a steward may do', () => {
  it('names every mutation that is a steward’s and not every member’s, and no other', () => {
    const rows = readPolicy(new URL('../../security/policy.csv', import.meta.url));
    const theirs = rows.filter(
      ({ type, cells }) => type === 'Mutation' && cells.steward === 'yes' && cells.member !== 'yes',
    );
    expect(Object.keys(STEWARD_ACTS).sort()).toEqual(theirs.map(({ field }) => field).sort());
  });
});

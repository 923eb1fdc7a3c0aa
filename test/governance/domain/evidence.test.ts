import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ballotCommitment, ballotStatement } from '../../../subgraphs/governance/domain/ballot.js';
import { electorateTree } from '../../../subgraphs/governance/domain/electorate.js';
import { ballotsRoot } from '../../../subgraphs/governance/domain/evidence.js';
import type { PublishedBallot } from '../../../subgraphs/governance/domain/evidence.js';

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const ballot: fc.Arbitrary<PublishedBallot> = fc.record({
  pseudonym: hex(32),
  choices: fc.array(fc.constantFrom('opt_1', 'opt_2'), { maxLength: 2 }),
  weight: fc.integer({ min: 1, max: 99 }),
  commitment: hex(64),
});
const ballots = fc.uniqueArray(ballot, {
  minLength: 1,
  maxLength: 12,
  selector: ({ pseudonym }) => pseudonym,
});

describe('the root over the published ballots', () => {
  it('does not depend on the order in which they were cast', () => {
    fc.assert(
      fc.property(ballots, (cast) => expect(ballotsRoot([...cast].reverse())).toBe(ballotsRoot(cast))),
    );
  });

  it('changes with any weight, choice or commitment', () => {
    fc.assert(
      fc.property(ballots, fc.nat(), (cast, pick) => {
        const at = pick % cast.length;
        const altered = (change: Partial<PublishedBallot>) =>
          ballotsRoot(cast.map((one, index) => (index === at ? { ...one, ...change } : one)));
        const whole = ballotsRoot(cast);
        expect(altered({ weight: cast[at]!.weight + 1 })).not.toBe(whole);
        expect(altered({ choices: [...cast[at]!.choices, 'opt_9'] })).not.toBe(whole);
        expect(
          altered({ commitment: cast[at]!.commitment.replace(/^./, (c) => (c === '0' ? '1' : '0')) }),
        ).not.toBe(whole);
      }),
    );
  });
});

describe('the commitment to a signed ballot', () => {
  const statement = ballotStatement('prp_1', 'ab', ['opt_1'], 'did:key:z6MkA');
  const made = ballotCommitment(statement, 'signature', '00');

  it('is the same for the same, and another for another salt, signature or choice', () => {
    expect(ballotCommitment(statement, 'signature', '00')).toBe(made);
    expect(ballotCommitment(statement, 'signature', '01')).not.toBe(made);
    expect(ballotCommitment(statement, 'another', '00')).not.toBe(made);
    const other = ballotStatement('prp_1', 'ab', ['opt_2'], 'did:key:z6MkA');
    expect(ballotCommitment(other, 'signature', '00')).not.toBe(made);
  });
});

describe('the tree of an electorate', () => {
  const members = ['mem_c', 'mem_a', 'mem_b'].map((memberId) => ({ memberId, did: `did:key:${memberId}` }));

  it('stands in the order of the member ids, whatever order they come in', () => {
    const tree = electorateTree(members);
    expect(tree.electors.map(({ memberId }) => memberId)).toEqual(['mem_a', 'mem_b', 'mem_c']);
    expect(electorateTree([...members].reverse()).root).toBe(tree.root);
  });

  it('has another root when a member is missing, added or under another DID', () => {
    const { root } = electorateTree(members);
    expect(electorateTree(members.slice(1)).root).not.toBe(root);
    expect(electorateTree([...members, { memberId: 'mem_d', did: 'did:key:d' }]).root).not.toBe(root);
    expect(electorateTree([{ memberId: 'mem_c', did: 'did:key:x' }, ...members.slice(1)]).root).not.toBe(
      root,
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { fixElectorate } from '../../../subgraphs/membership/domain/electorate.js';
import { electorateTree } from '../../../subgraphs/governance/domain/electorate.js';

const elector = fc.nat().map((n) => ({ memberId: newId('mem'), did: `did:key:z6Mk${n}` }));

describe('an electorate', () => {
  it('has the same root in whatever order its members come', () => {
    const shuffled = fc
      .array(elector, { maxLength: 40 })
      .chain((electors) =>
        fc.tuple(fc.constant(electors), fc.shuffledSubarray(electors, { minLength: electors.length })),
      );
    fc.assert(
      fc.property(shuffled, ([electors, other]) => {
        expect(fixElectorate(other)).toEqual(fixElectorate(electors));
      }),
    );
  });

  it('has another root with one member more, less, or under another DID', () => {
    fc.assert(
      fc.property(fc.array(elector, { minLength: 1, maxLength: 20 }), elector, (electors, other) => {
        const { root } = fixElectorate(electors);
        const [first, ...rest] = electors;
        expect(fixElectorate([...electors, other]).root).not.toBe(root);
        expect(fixElectorate(rest).root).not.toBe(root);
        expect(fixElectorate([{ ...first!, did: `${first!.did}x` }, ...rest]).root).not.toBe(root);
      }),
    );
  });

  it('is one fact with what governance finds', () => {
    const members = [1, 2, 3].map((n) => ({ memberId: newId('mem'), did: `did:key:z6Mk${n}` }));
    expect(electorateTree(members).root).toBe(fixElectorate(members).root);
  });

  it('of nobody has the root of the empty tree', () => {
    expect(fixElectorate([])).toEqual({
      members: [],
      size: 0,
      root: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    });
  });
});

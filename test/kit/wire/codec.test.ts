import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decode, encode } from '../../../subgraphs/kit/wire/codec.js';

describe('what services send one another', () => {
  test('comes back as it was, big integers and instants too', () => {
    const leaf = fc.oneof(
      fc.bigInt(),
      fc.date({ noInvalidDate: true }),
      fc.string(),
      fc.integer(),
      fc.constant(null),
    );
    const names = fc.oneof(
      fc.constantFrom('$bigint', '$date', '$$date', '$', '__proto__', 'constructor'),
      fc.string(),
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(names, tie('any'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).any;
    fc.assert(
      fc.property(value, (sent) => {
        expect(decode(encode(sent))).toEqual(sent);
      }),
      { seed: 71, numRuns: 500 },
    );
  });

  test('is never mistaken for a number or an instant of ours', () => {
    for (const sent of [{ $bigint: 'no number' }, { $date: 'no instant' }, { $bigint: '1', and: 2 }]) {
      expect(decode(encode(sent))).toEqual(sent);
    }
  });
});

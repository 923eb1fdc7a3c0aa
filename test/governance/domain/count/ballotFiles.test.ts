import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BallotFileError } from '../../../../subgraphs/governance/domain/ballotFiles/ballotFile.js';
import { writeBlt } from '../../../../subgraphs/governance/domain/ballotFiles/blt.js';
import { readBallotFile } from '../../../../subgraphs/governance/domain/ballotFiles/readBallotFile.js';

const BLT = `3 1  # three candidates, one seat
-2
[tie 3 1 2]
4 1 3 0
1 3=1 - 2 0
(b17) 3 0
2 0
0
"Ada, the first"
"Bob"
"Cy"
"A title"
`;

describe('files of ballots', () => {
  it('reads BLT with what programs write in it', () => {
    expect(readBallotFile(BLT)).toEqual({
      title: 'A title',
      candidates: ['Ada, the first', 'Bob', 'Cy'],
      withdrawn: new Set([1]),
      seats: 1,
      tieOrder: [2, 0, 1],
      ballots: [
        { count: 4, ranking: [[0], [2]] },
        { count: 1, ranking: [[2, 0], [1]] },
        { count: 1, ranking: [[2]] },
      ],
    });
  });

  it('takes Windows’ line ends and a byte order mark for nothing', () => {
    expect(readBallotFile(`\uFEFF${BLT.replaceAll('\n', '\r\n')}`)).toEqual(readBallotFile(BLT));
  });

  it('tells candidates of one name apart', () => {
    const { candidates } = readBallotFile('3 1\n1 1 0\n0\n"Ann"\n"Ann"\n""\n"T"');
    expect(candidates).toEqual(['Ann', 'Ann (2)', 'Candidate 3']);
  });

  it('reads PrefLib’s orders, equals in braces', () => {
    const text =
      '# TITLE: T\n# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n7: 2,{1,3}\n';
    expect(readBallotFile(text)).toMatchObject({
      title: 'T',
      candidates: ['A', 'B', 'Candidate 3'],
      ballots: [{ count: 7, ranking: [[1], [0, 2]] }],
    });
  });

  it('reads a tally sheet: ranks in the options’ order', () => {
    const text =
      '   /  Option 1---->: A\n  |/  Option 2---->: B\n  ||/ Option 3---->: C\nV: 2-1 \tabc\nV: 1-1 x\n';
    expect(readBallotFile(text).ballots).toEqual([
      { count: 1, ranking: [[2], [0]] },
      { count: 1, ranking: [[0, 2]] },
    ]);
  });

  it.each([
    ['nothing', '', /number of candidates/],
    ['words', 'hello world', /number of candidates/],
    ['more seats than candidates', '2 3\n0\n"A"\n"B"', /number of seats/],
    ['too many candidates', '100000 1\n0', /1 to 1000/],
    ['a candidate that is not there', '2 1\n1 3 0\n0\n"A"\n"B"', /Ballot line 1: a candidate/],
    ['a candidate twice', '2 1\n1 1 1 0\n0\n"A"\n"B"', /ranked twice/],
    ['a candidate twice among equals', '2 1\n1 1=1 0\n0\n"A"\n"B"', /ranked twice/],
    ['a ballot without an end', '2 1\n1 1 2', /the file ends/],
    ['no end of ballots', '2 1\n1 1 0\n', /Ballot line 2.*the file ends/],
    ['a name too few', '2 1\n1 1 0\n0\n"A"', /before every candidate is named/],
    ['more ballots than can be', '2 1\n99999999999 1 0\n0\n"A"\n"B"', /how many ballots/],
    ['a negative count of ballots', '2 1\n1 1 0\n-5 1 0\n0', /how many ballots/],
    ['a fraction', '2 1\n1.5 1 0\n0', /how many ballots/],
    ['a tie order that leaves one out', '3 1\n[tie 1 2]\n0\n"A"\n"B"\n"C"', /every candidate once/],
    ['orders without a count', '# NUMBER ALTERNATIVES: 2\n1,2\n', /how many/],
    ['orders with half a brace', '# NUMBER ALTERNATIVES: 3\n1: 1,{2,3\n', /brace/],
    ['a vote with ranks too few', 'Option 1--->: A\nOption 2--->: B\nV: 1 x\n', /2 options, but 1 ranks/],
    ['a vote with what is no rank', 'Option 1--->: A\nV: ? x\n', /no rank/],
    ['votes on no option', 'V: 1 x\n', /1 to 1000 options/],
  ])('refuses %s, saying where', (_, text, words) => {
    expect(() => readBallotFile(text)).toThrow(BallotFileError);
    expect(() => readBallotFile(text)).toThrow(words);
  });

  it('says nothing else of any text than what is wrong with it', () => {
    const token = fc.oneof(
      fc.constantFrom('0', '1', '2', '-1', '1=2', '-', '"A"', '[tie 1 2]', '\n', '(x)', '#', '"', '{', 'V:'),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
        try {
          readBallotFile(`2 1 ${tokens.join(' ')}`);
        } catch (error) {
          expect(error).toBeInstanceOf(BallotFileError);
        }
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('reads what it has written', () => {
    const file = readBallotFile(BLT);
    expect(readBallotFile(writeBlt(file))).toEqual(file);
  });
});

import { describe, expect, it } from '@jest/globals';
import { instantRunoff } from '../../../../subgraphs/governance/domain/count/instantRunoff.js';
import { meek } from '../../../../subgraphs/governance/domain/count/meek.js';
import { schulze } from '../../../../subgraphs/governance/domain/count/schulze.js';
import { scottishStv } from '../../../../subgraphs/governance/domain/count/scottishStv.js';
import { carried, electionOf, inOrder } from './carried.js';

const asked = (name: string, seats: number) => {
  const published = carried(name);
  const election = electionOf(published);
  return { published, asked: { election, seats, lot: inOrder(election.candidates) } };
};

describe('elections that were held, counted again', () => {
  it.each([
    ['glasgow-2007-linn', 4],
    ['glasgow-2007-newlands-auldburn', 3],
  ])('%s: every stage to the fifth decimal', (name, seats) => {
    const { published, asked: election } = asked(name, seats);
    const { winners, rounds } = scottishStv(election);
    expect(winners).toEqual(published.winners);
    expect(Number(rounds[0]!.quota)).toBe(published.quota);
    expect(
      rounds.map(({ actions, votes, nonTransferable }) => ({
        actions,
        votes: published.candidates.map((candidate) => votes[candidate]).join(' '),
        nonTransferable,
      })),
    ).toEqual(published.stages);
  });

  it.each([
    ['glasgow-2007-linn', 4],
    ['glasgow-2007-newlands-auldburn', 3],
  ])('%s: the same councillors by Meek', (name, seats) => {
    const { published, asked: election } = asked(name, seats);
    const { winners, rounds } = meek(election);
    expect([...winners].sort()).toEqual([...published.winners!].sort());
    // Nothing is lost: votes and what nobody can have are the ballots cast, to the ninth decimal.
    for (const { votes, nonTransferable } of rounds) {
      const units = [...Object.values(votes), nonTransferable].map((each) => BigInt(each.replace('.', '')));
      const cast = election.election.ballots.reduce((sum, { count }) => sum + BigInt(count), 0n);
      expect(units.reduce((sum, each) => sum + each, 0n)).toBe(cast * 10n ** 9n);
    }
  });

  it('the mayor of Burlington: the first and the last rounds of the instant runoff', () => {
    const { published, asked: election } = asked('burlington-2009-mayor', 1);
    const { winners, rounds } = instantRunoff(election);
    expect(winners).toEqual([published.irvWinner]);
    const counted = (votes: Record<string, number>) =>
      Object.fromEntries(Object.entries(votes).map(([name, count]) => [name, `${count}`]));
    expect(rounds[0]!.votes).toEqual(counted(published.first!));
    const last = rounds.slice(-published.lastRounds!.length);
    expect(last).toMatchObject(
      published.lastRounds!.map(({ votes, exhausted }) => ({
        votes: counted(votes),
        nonTransferable: `${exhausted}`,
      })),
    );
  });

  it('the mayor of Burlington: by pairs another one', () => {
    const { published, asked: election } = asked('burlington-2009-mayor', 1);
    const { winners, pairwise } = schulze(election);
    expect(winners).toEqual([published.condorcetWinner]);
    expect(pairwise).toEqual(published.pairwise);
  });

  it('the Debian project leader: everybody in order', () => {
    const { published, asked: election } = asked('debian-2007-leader', 1);
    const { ranking, pairwise } = schulze(election);
    expect(ranking).toEqual(published.schulzeRanking!.map((name) => [name]));
    expect(pairwise).toEqual(published.pairwise);
  });
});

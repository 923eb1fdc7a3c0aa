import { describe, expect, it } from '@jest/globals';
import type * as governance from '../../../subgraphs/kit/contracts/entries/governance.js';
import type * as payouts from '../../../subgraphs/kit/contracts/entries/payouts.js';
import { PROCEDURES } from '../../../subgraphs/kit/contracts/procedures.js';
import type { AnswerOf, InputOf } from '../../../subgraphs/kit/contracts/procedures.js';
import { NOTHING_PUBLIC } from '../../../subgraphs/kit/journal/publicChanges.js';
import type { PublicChangesOf } from '../../../subgraphs/kit/journal/publicChanges.js';
import type { LiveTopicsOf } from '../../../subgraphs/kit/live/changes.js';

/**
 * What the compiler refuses: each line that follows `@ts-expect-error` is one, and the types would not be checked to the
 * end if it were none.
 */
describe('a contract', () => {
  it('lets nobody wait for an entry that nobody writes, or for a value that it lacks', () => {
    const topics: LiveTopicsOf<typeof governance>[] = [
      { ProposalOpened: ['proposal'] },
      // @ts-expect-error -- there is no such entry
      { ProposalExpired: ['proposal'] },
      // @ts-expect-error -- and no such value
      { ProposalOpened: ['proposals'] },
    ];
    expect(topics).toHaveLength(3);
  });

  it('has every entry of a service classified by what it changes of what is public, and by nothing else', () => {
    type Changes = PublicChangesOf<typeof payouts>;
    const run: Partial<Changes>[] = [
      { RunPosted: { entities: { DividendRun: 'run' } } },
      // @ts-expect-error -- the path leads to no value
      { RunPosted: { entities: { DividendRun: 'dividendRun' } } },
      // @ts-expect-error -- nobody writes it
      { PaymentSettled: NOTHING_PUBLIC },
    ];
    // @ts-expect-error -- the other entries of payouts are missing
    const few: Changes = { RunPosted: { entities: { DividendRun: 'run' } } };
    expect([...run, few]).toHaveLength(4);
  });

  it('types a procedure for whoever asks and for whoever answers', () => {
    const asked: InputOf<'feed.read'>[] = [
      { after: 0n, limit: 1, waitMs: 0 },
      // @ts-expect-error -- a position is a bigint
      { after: 0, limit: 1, waitMs: 0 },
      // @ts-expect-error -- and there is a limit
      { after: 0n, waitMs: 0 },
    ];
    const answers: AnswerOf<'log.verifierKey'>[] = [
      'a key',
      // @ts-expect-error -- a key is a text
      null,
    ];
    expect(asked.map((input) => PROCEDURES['feed.read'].input.safeParse(input).success)).toEqual([
      true,
      false,
      false,
    ]);
    expect(answers).toHaveLength(2);
  });
});

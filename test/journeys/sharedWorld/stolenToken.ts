import { beforeAll, describe, expect, test } from '@jest/globals';
import { erasureBy, exitBy } from '../../../wallet/actions/leaving.js';
import { withdrawalBy } from '../../../wallet/actions/withdrawing.js';
import { GraphQLClient } from '../../../wallet/client/graphqlClient.js';
import { performAll } from '../../../wallet/client/mutation.js';
import type { Call } from '../../../wallet/client/mutation.js';
import type { SigningKey } from '../../../wallet/keys/signingKey.js';
import { DemoPeople } from '../../support/demoPeople.js';
import type { KnownCooperative, KnownMember } from '../../support/demoPeople.js';
import type { Installation } from '../../support/installation.js';
import { newSession } from '../../support/policySignIn.js';

/** Somebody has a member's access token, and not their keys. */
export function describeStolenToken(given: () => Installation): void {
  describe('a stolen access token', () => {
    let people: DemoPeople;
    let drivers: KnownCooperative;
    let member: KnownMember;
    let other: KnownMember;
    let thief: GraphQLClient;
    const keyOf = (of: KnownMember) => people.walletOf(of).signingKey(of.cooperative);

    beforeAll(async () => {
      people = new DemoPeople(given());
      drivers = people.cooperative('drivers');
      [member, other] = drivers.members
        .filter(({ consent, votes, office }) => consent === 'OPEN' && votes && !office)
        .slice(-2) as [KnownMember, KnownMember];
      const { accessToken } = await newSession({ people }, member.handle);
      const url = new URL('/graphql', given().url).href;
      thief = new GraphQLClient({ url, accessToken: () => Promise.resolve(accessToken) });
    });

    const money = () => ({ cooperative: drivers.id, destination: 'acct_thief', idempotencyKey: 'stolen' });
    const acts: Record<string, (key: SigningKey, cooperative: string) => Call<unknown>> = {
      'has them leave': exitBy,
      'has them erased': erasureBy,
      'takes their money': (key, cooperative) => withdrawalBy(key, { ...money(), cooperative }),
    };

    test.each(Object.keys(acts))('%s by no signature but theirs over just that', async (name) => {
      const act = acts[name]!;
      const theirs = act(keyOf(member), drivers.id);
      const foreign = act(keyOf(other), drivers.id);
      const elsewhere = act(keyOf(member), people.cooperative('growers').id);
      const changed = (of: Call<unknown>, more: object) => ({
        ...of,
        input: { ...(of.input as object), ...more },
      });
      const { signature } = foreign.input as { signature: string };
      const tries = [
        changed(theirs, { signature: 'A'.repeat(86) }),
        changed(theirs, { signature }),
        foreign,
        changed(elsewhere, { cooperative: drivers.id }),
        changed(theirs, { nonce: 'another', idempotencyKey: 'another' }),
      ].map((of) => {
        // Of the two fields, each input has one.
        const { nonce, idempotencyKey, ...rest } = of.input as Record<string, unknown>;
        const own = name === 'takes their money' ? { idempotencyKey } : { nonce };
        return { ...of, input: { ...rest, ...own } };
      });
      for (const tried of tries) {
        await expect(performAll(thief, [tried])).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
      }
      const shown = await thief.execute<{
        member: {
          standing: string;
          payoutDestinations: { nodes: unknown[] };
          contributions: { nodes: unknown[] };
        };
      }>(
        `query Left($id: ID!) {
          member(id: $id) {
            standing payoutDestinations(first: 1) { nodes { digest } } contributions(first: 1) { nodes { state } }
          }
        }`,
        { id: member.id },
      );
      expect(shown.member).toEqual({
        standing: 'ADMITTED',
        payoutDestinations: { nodes: [] },
        contributions: { nodes: [{ state: 'STORED' }] },
      });
    });
  });
}

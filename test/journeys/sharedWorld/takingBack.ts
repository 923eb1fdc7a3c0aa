import { beforeAll, describe, expect, test } from '@jest/globals';
import { destinationDigest, withdrawalBy } from '../../../wallet/actions/withdrawing.js';
import { GraphQLClient } from '../../../wallet/client/graphqlClient.js';
import { mutation, perform, performAll } from '../../../wallet/client/mutation.js';
import { removePayoutDestination } from '../../../wallet/operations/payouts.js';
import type { Tokens } from '../../../wallet/operations/signIn.js';
import { DemoPeople } from '../../support/demoPeople.js';
import type { KnownCooperative, KnownMember } from '../../support/demoPeople.js';
import type { Installation } from '../../support/installation.js';
import { newSession } from '../../support/policySignIn.js';
import { until } from '../../support/testService.js';

const signOut = mutation<{ refreshToken: string; everywhere: boolean }, { endedSessions: number }>(
  'signOut',
  'endedSessions',
);

const DESTINATIONS = `query Destinations($id: ID!) {
  member(id: $id) { payoutDestinations(first: 10) { nodes { digest usableAt } } }
}`;
const NOTICES = '{ viewer { notifications(first: 10) { nodes { kind } } } }';

/** A thief at the member's wallet names where to be paid; what the member does about it goes through two services. */
export function describeTakingBack(given: () => Installation): void {
  describe('a destination of payouts that a thief has named', () => {
    let people: DemoPeople;
    let growers: KnownCooperative;
    let member: KnownMember;
    let url: string;

    beforeAll(() => {
      people = new DemoPeople(given());
      growers = people.cooperative('growers');
      // Somebody whom no other journey signs out.
      member = growers.members.filter(
        ({ consent, votes, office }) => consent === 'OPEN' && votes && !office,
      )[1]!;
      url = new URL('/graphql', given().url).href;
    });

    const opened = () => newSession({ people }, member.handle);
    const clientOf = ({ accessToken }: Tokens) =>
      new GraphQLClient({ url, accessToken: () => Promise.resolve(accessToken) });

    async function names(tokens: Tokens, destination: string): Promise<void> {
      const named = performAll(clientOf(tokens), [
        withdrawalBy(people.walletOf(member).signingKey(member.cooperative), {
          cooperative: growers.id,
          destination,
          idempotencyKey: `names ${destination}`,
        }),
      ]);
      await expect(named).rejects.toMatchObject({ code: 'DESTINATION_COOLING' });
    }
    async function digests(tokens: Tokens): Promise<string[]> {
      const { member: shown } = await clientOf(tokens).execute<{
        member: { payoutDestinations: { nodes: { digest: string }[] } };
      }>(DESTINATIONS, { id: member.id });
      return shown.payoutDestinations.nodes.map(({ digest }) => digest);
    }
    async function kinds(tokens: Tokens): Promise<string[]> {
      const { viewer } = await clientOf(tokens).execute<{
        viewer: { notifications: { nodes: { kind: string }[] } };
      }>(NOTICES, {});
      return viewer.notifications.nodes.map(({ kind }) => kind);
    }

    test('goes with the sessions when the member signs out everywhere, though the thief has signed out', async () => {
      const [thief, own] = [await opened(), await opened()];
      await names(thief, 'acct_thief');
      await names(own, 'acct_own');
      const digestOf = (destination: string) => destinationDigest(member.id, destination);
      expect((await digests(own)).sort()).toEqual(['acct_own', 'acct_thief'].map(digestOf).sort());
      await perform(people.anyone, signOut, { refreshToken: thief.refreshToken, everywhere: false });
      await perform(people.anyone, signOut, { refreshToken: own.refreshToken, everywhere: true });
      const fresh = await opened();
      await until(async () => (await digests(fresh)).length === 0, 'the destinations to be dropped');
      const told = async () => (await kinds(fresh)).filter((kind) => kind === 'PAYOUT_DESTINATION_REMOVED');
      await until(async () => (await told()).length === 2, 'the member to be told');
    });

    test('is taken back by its digest', async () => {
      const tokens = await opened();
      await names(tokens, 'acct_thief');
      await perform(clientOf(tokens), removePayoutDestination, {
        cooperative: growers.id,
        digest: destinationDigest(member.id, 'acct_thief'),
        idempotencyKey: 'takes back',
      });
      expect(await digests(tokens)).toEqual([]);
    });
  });
}

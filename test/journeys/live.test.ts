import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mutation, perform } from '../../wallet/client/mutation.js';
import { answerChallenge } from '../../wallet/client/session.js';
import type { Person } from '../../wallet/demo/endpoint.js';
import { awaited } from '../../wallet/demo/pool.js';
import { submitProposal } from '../../wallet/operations/governance.js';
import { requestSignIn, signIn } from '../../wallet/operations/signIn.js';
import { DemoPeople } from '../support/demoPeople.js';
import type { Installation } from '../support/installation.js';
import { LiveClient } from '../support/liveClient.js';
import { SCALED } from '../support/scaledServers.js';
import { INSTALL_MS, installWorld, removeWorlds } from '../support/world.js';

jest.setTimeout(120_000);

const WATCH = `subscription Watch($id: ID!) {
  proposalChanged(id: $id) { state cooperative { name } }
}`;
const cancelProposal = mutation<{ proposal: string; reason: string }, { id: string; state: string }>(
  'cancelProposal',
  'id state',
);

/** What is watched through one process, and changed and journalled in another, which dies meanwhile. */
(SCALED ? describe : describe.skip)('a live query over several processes', () => {
  let house: Installation;
  let people: DemoPeople;
  let steward: Person;
  let watcher: LiveClient;
  let proposal: string;

  beforeAll(async () => {
    house = await installWorld();
    people = new DemoPeople(house);
    steward = await people.signedIn('drivers/steward');
    const challenge = await perform(people.anyone, requestSignIn, { did: steward.key.did });
    const { accessToken } = await perform(people.anyone, signIn, answerChallenge(steward.key, challenge));
    watcher = await LiveClient.signedIn(house.url, accessToken);
    ({ id: proposal } = await perform(steward.client, submitProposal, {
      cooperative: people.cooperative('drivers').id,
      kind: 'RESOLUTION',
      title: 'Watched from afar',
      body: 'Whoever watches hears of it, whatever dies.',
      resolution: { text: 'We are watched.' },
    }));
  }, INSTALL_MS);
  afterAll(async () => {
    await watcher?.close();
    await removeWorlds();
  }, INSTALL_MS);

  test('tells of what goes by itself, until nothing more does', async () => {
    watcher.ask('1', WATCH, { id: proposal });
    await reaches('OPEN');
  });

  test('says how things stand when the service that it watches has died and come back', async () => {
    await house.replace('governance');
    expect(await nextState()).toBe('OPEN');
  });

  test('goes on with what happens there, and is completed by a service that was away', async () => {
    await house.replace('membership');
    // The gateway lets a service that was away be for a while; of that time an event would tell in an error.
    await awaited('membership is asked again', () =>
      steward.client.execute<{ viewer: unknown }>('{ viewer { did } }').then(
        ({ viewer }) => viewer ?? undefined,
        () => undefined,
      ),
    );
    await perform(steward.client, cancelProposal, { proposal, reason: 'All have heard.' });
    await reaches('CANCELLED');
  });

  async function reaches(state: string): Promise<void> {
    while ((await nextState()) !== state);
  }

  /** @returns the state in the next answer, which has to be whole. */
  async function nextState(): Promise<string> {
    const message = await watcher.next();
    expect(message).toMatchObject({ type: 'next', payload: { data: expect.anything() as unknown } });
    const { errors, data } = message!.payload as {
      errors?: unknown;
      data: { proposalChanged: { state: string; cooperative: { name: string } } };
    };
    expect(errors).toBeUndefined();
    expect(data.proposalChanged.cooperative.name).toEqual(expect.any(String));
    return data.proposalChanged.state;
  }
});

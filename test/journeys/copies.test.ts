import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { perform } from '../../wallet/client/mutation.js';
import { answerChallenge } from '../../wallet/client/session.js';
import { submitProposal } from '../../wallet/operations/governance.js';
import { requestSignIn, signIn } from '../../wallet/operations/signIn.js';
import { DemoPeople } from '../support/demoPeople.js';
import { STOP_MS } from '../support/installation.js';
import type { Installation } from '../support/installation.js';
import { ask } from '../support/reading.js';
import { INSTALL_MS, installWorld, removeWorlds } from '../support/world.js';

jest.setTimeout(120_000);

describe('two copies side by side', () => {
  let one: Installation;
  let other: Installation;
  let people: DemoPeople;

  beforeAll(async () => {
    one = await installWorld();
    other = await installWorld();
    people = new DemoPeople(one);
  }, INSTALL_MS);
  afterAll(removeWorlds, INSTALL_MS);

  test('each keep what happens in them to themselves', async () => {
    const drivers = people.cooperative('drivers');
    const steward = await people.signedIn('drivers/steward');
    await perform(steward.client, submitProposal, {
      cooperative: drivers.id,
      kind: 'RESOLUTION',
      title: 'Only in one of two',
      body: 'The other copy shall not hear of it.',
      resolution: { text: 'We are one of two.' },
    });
    expect(await titles(one)).toContain('Only in one of two');
    expect(await titles(other)).not.toContain('Only in one of two');
    // Nor does the session of one say anything in the other.
    const token = await accessToken();
    const answer = await fetch(`${other.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ viewer { did } }' }),
    });
    expect(answer.status).toBe(401);
  });

  test('stop at Ctrl-C within ten seconds, one without the other', async () => {
    expect(await one.stop()).toBeLessThan(STOP_MS);
    expect(await titles(other)).toHaveLength(4);
    await expect(fetch(one.url)).rejects.toThrow();
  });

  test('find their data again at the next start', async () => {
    await one.restart();
    expect(await titles(one)).toContain('Only in one of two');
  });

  test('find it also after they were killed', async () => {
    await one.kill('SIGKILL');
    await one.restart();
    expect(await titles(one)).toContain('Only in one of two');
  });

  async function accessToken(): Promise<string> {
    const { key } = await people.signedIn('drivers/steward');
    const challenge = await perform(people.anyone, requestSignIn, { did: key.did });
    return (await perform(people.anyone, signIn, answerChallenge(key, challenge))).accessToken;
  }
});

async function titles(house: Installation): Promise<string[]> {
  const { endpoint } = new DemoPeople(house);
  const { cooperative } = await ask(
    { client: endpoint.anonymous },
    'query Titles { cooperative(slug: "drivers") { proposals(first: 20) { nodes { title } } } }',
  );
  return cooperative.proposals.nodes.map(({ title }: { title: string }) => title);
}

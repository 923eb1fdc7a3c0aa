import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openNegotiations } from './support/negotiations.js';
import type { Negotiations } from './support/negotiations.js';
import { LICENCE, key, offerTerms } from './support/world.js';
import type { Buyer, World } from './support/world.js';

const AT_ONCE = 50;

describe('requests for a licence', () => {
  let negotiations: Negotiations;
  let world: World;
  let steward: Negotiations['steward'];
  let buyer: Buyer;

  beforeAll(async () => {
    negotiations = await openNegotiations();
    ({ world, steward } = negotiations);
  });
  afterAll(() => world.stop());

  /** A buyer whom nobody knows yet. */
  const newcomer = () => world.register();

  const ask = async (input: Record<string, unknown> = {}, by: Buyer = buyer): Promise<string> => {
    const answer = await negotiations.request(input, by);
    expect(answer.codes).toEqual([]);
    return (answer.data.requestLicence as { id: string }).id;
  };

  const waiting = async (of: Buyer) =>
    (await world.service.sql('select id from licence where buyer_id = $1', [of.id])).length;

  it.each([
    { name: 'empty', idempotencyKey: '' },
    { name: 'blank', idempotencyKey: ' \t\n ' },
    { name: 'of spaces that do not break', idempotencyKey: '\u00a0\u2003' },
    { name: 'invisible', idempotencyKey: '\u200b\ufeff' },
    { name: 'too long', idempotencyKey: 'k'.repeat(201) },
  ])('are refused with a key that is $name', async ({ idempotencyKey }) => {
    const of = await newcomer();
    const answer = await negotiations.request({ idempotencyKey }, of);
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors![0]!.extensions).toMatchObject({ field: 'idempotencyKey' });
    expect(await waiting(of)).toBe(0);
  });

  it('take a key as long as a key may be', async () => {
    buyer = await newcomer();
    expect(await ask({ idempotencyKey: 'k'.repeat(200) })).toMatch(/^lic_/);
  });

  it('hold every step of a negotiation to the same rule', async () => {
    const licence = await negotiations.offered();
    const idempotencyKey = '  ';
    const steps = [
      world.mutate(steward.did, 'counterOffer', { licence: licence.id, idempotencyKey }),
      world.mutate(negotiations.buyer.did, 'acceptOffer', {
        ...(await negotiations.acceptance(licence)),
        idempotencyKey,
      }),
      world.mutate(negotiations.buyer.did, 'verifyAgreement', {
        ...negotiations.verification(licence, licence.offer.digest),
        idempotencyKey,
      }),
      world.mutate(negotiations.buyer.did, 'submitComputeJob', {
        licence: licence.id,
        spec: {},
        idempotencyKey,
      }),
    ];
    for (const { codes } of await Promise.all(steps)) expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  it(`are one, of ${AT_ONCE} at once under as many keys, whatever they say`, async () => {
    buyer = await newcomer();
    const { dataset } = negotiations;
    const cheaper = { ...offerTerms(), termDays: 30 };
    const other = await world.offer(steward, dataset, cheaper);
    const inputs = Array.from({ length: AT_ONCE }, (_, n) => ({
      message: `Request ${n}`,
      ...(n % 2 === 0 && { offer: other }),
    }));
    const ids = await Promise.all(inputs.map((input) => ask(input)));
    expect(new Set(ids).size).toBe(1);
    expect(await waiting(buyer)).toBe(1);
    const journal = await world.service.journal('LicenceRequested');
    expect(journal.filter(({ values }) => values.buyer === buyer.id)).toHaveLength(1);
  });

  it('are one in every state until the licence is in force', async () => {
    const licence = await negotiations.agreed();
    const dataset = (
      await world.must<{ licence: { dataset: { id: string } } }>(
        negotiations.buyer.did,
        `query ($id: ID!) { licence(id: $id) { ${LICENCE} } }`,
        { id: licence.id },
      )
    ).licence.dataset.id;
    const again = () => ask({ dataset }, negotiations.buyer);
    expect(await again()).toBe(licence.id);
    await world.did(negotiations.buyer.did, 'verifyAgreement', negotiations.verification(licence));
    expect(await again()).toBe(licence.id);
    await negotiations.pay(licence);
    // The next one may be asked for before this one ends.
    expect(await again()).not.toBe(licence.id);
  });

  it('are others for another purpose, dataset or buyer, and once the first is over', async () => {
    buyer = await newcomer();
    const { dataset } = negotiations;
    const first = await ask();
    await world.offer(steward, dataset, { purposes: ['dpv:CommercialResearch'] });
    const another = await world.publish(steward);
    await world.offer(steward, another);
    const others = [
      await ask({ purpose: 'dpv:CommercialResearch' }),
      await ask({ dataset: another }),
      await ask({}, await newcomer()),
    ];
    expect(new Set([first, ...others]).size).toBe(4);
    await world.did(buyer.did, 'terminateLicence', { licence: first, reason: 'Found elsewhere.' });
    expect(await ask()).not.toBe(first);
  });

  it('answer with what is on the table, not with the offer that was named', async () => {
    buyer = await newcomer();
    const { dataset } = negotiations;
    const first = await negotiations.request({}, buyer);
    const named = await world.offer(steward, dataset, { termDays: 10 });
    const second = await negotiations.request({ offer: named, idempotencyKey: key() }, buyer);
    expect(second.data.requestLicence).toEqual(first.data.requestLicence);
  });
});

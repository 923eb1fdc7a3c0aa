import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CharterTerms } from '../../subgraphs/kit/contracts/charterTerms.js';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { charterTerms } from './support/charter.js';
import { openNegotiations } from './support/negotiations.js';
import type { Licence, Negotiations } from './support/negotiations.js';
import { LICENCE, key } from './support/world.js';
import type { World } from './support/world.js';

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;
const PURPOSE = 'dpv:AcademicResearch';
const prohibiting = (changes: Partial<CharterTerms> = {}) =>
  charterTerms({ prohibitedPurposes: ['dpv:Advertising', PURPOSE], ...changes });

describe('a purpose that the members prohibit later', () => {
  let negotiations: Negotiations;
  let world: World;
  let version = 1;

  beforeAll(async () => {
    negotiations = await openNegotiations();
    ({ world } = negotiations);
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    await world.service.setClock(0);
    await enact(charterTerms());
  });

  async function enact(terms: CharterTerms): Promise<void> {
    version += 1;
    await world.enactCharter(negotiations.cooperative, version, terms);
  }

  /** The offers that its first charter made are outdated by the later ones. */
  async function inForce(): Promise<Licence> {
    const licence = await negotiations.agreed();
    await negotiations.pay(licence);
    await world.did(negotiations.buyer.did, 'verifyAgreement', negotiations.verification(licence));
    return negotiations.reaches(licence.id, 'FINALIZED');
  }

  const noticeOf = async (id: string): Promise<string | null> =>
    (
      await world.must<{ licence: { noticeUntil: string | null } }>(
        negotiations.buyer.did,
        'query ($id: ID!) { licence(id: $id) { noticeUntil } }',
        { id },
      )
    ).licence.noticeUntil;

  const told = async (type: string, licence: string) =>
    (await world.service.journal(type)).filter(({ values }) => values.licence === licence);

  const submit = (licence: string) =>
    world.mutate(negotiations.buyer.did, 'submitComputeJob', {
      ...{ licence, spec: { measures: [{ kind: 'COUNT' }], epsilon: '0.1' }, idempotencyKey: key() },
    });

  it('is agreed on in advance: what then happens stands in offer and agreement', async () => {
    const licence = await inForce();
    const { offer } = await world
      .must<{ licence: { offer: Record<string, unknown> } }>(
        negotiations.buyer.did,
        'query ($id: ID!) { licence(id: $id) { offer { prohibitionNoticeDays policy } } }',
        { id: licence.id },
      )
      .then((answer) => answer.licence);
    expect(offer.prohibitionNoticeDays).toBe(30);
    const { obligation } = offer.policy as { obligation: unknown };
    expect(obligation).toMatchObject([
      { action: 'coop:endOnProhibition', constraint: [{ rightOperand: { '@value': 'P30D' } }] },
    ]);
    expect(licence.agreement!.obligation).toEqual(obligation);
  });

  it('ends a licence in force after the notice, and not before; what is left is told to the moment', async () => {
    const licence = await inForce();
    await enact(prohibiting({ licensing: { prohibitionNoticeDays: 0 } }));
    // The notice is the agreement's, whatever a later charter says of notices.
    const until = new Date((await noticeOf(licence.id))!);
    expect((until.getTime() - (await world.now()).getTime()) / DAY_MS).toBeCloseTo(30, 2);
    const [notice] = await told('LicenceProhibited', licence.id);
    expect(notice!.values).toMatchObject({ reason: 'PURPOSE_PROHIBITED', endsAt: until.toISOString() });
    await world.service.setClock(29 * DAY_SECONDS);
    expect((await negotiations.read(licence.id))!.state).toBe('FINALIZED');
    expect((await submit(licence.id)).codes).not.toEqual(['LICENCE_NOT_ACTIVE']);
    await world.service.setClock(37 * DAY_SECONDS);
    expect((await submit(licence.id)).codes).toEqual(['LICENCE_NOT_ACTIVE']);
    expect((await negotiations.reaches(licence.id, 'TERMINATED')).reason).toBe('PURPOSE_PROHIBITED');
    const [ended] = await told('LicenceTerminated', licence.id);
    const left = new Date(licence.validUntil!).getTime() - until.getTime();
    expect(ended!.values).toMatchObject({
      cause: 'PROHIBITED',
      unused: { left: String(left), whole: String(365 * DAY_MS) },
    });
    expect(await noticeOf(licence.id)).toBeNull();
  });

  it('allowed again within the notice, lets the licence go on; prohibited anew, it has a new notice', async () => {
    const licence = await inForce();
    await enact(prohibiting());
    await enact(prohibiting({ text: 'Still prohibited.' }));
    expect(await told('LicenceProhibited', licence.id)).toHaveLength(1);
    const first = await noticeOf(licence.id);
    await enact(charterTerms({ text: 'Allowed again.' }));
    expect(await noticeOf(licence.id)).toBeNull();
    expect(await told('LicenceProhibitionLifted', licence.id)).toHaveLength(1);
    await world.service.setClock(20 * DAY_SECONDS);
    await enact(prohibiting({ text: 'Prohibited anew.' }));
    expect(Date.parse((await noticeOf(licence.id))!)).toBeGreaterThan(Date.parse(first!) + 19 * DAY_MS);
    await world.service.setClock(40 * DAY_SECONDS);
    await new Promise((done) => setTimeout(done, 6_000));
    expect((await negotiations.read(licence.id))!.state).toBe('FINALIZED');
    await enact(charterTerms({ text: 'And again.' }));
  });

  it('ends the same licence by a narrower allowance, and with its own reason', async () => {
    const licence = await inForce();
    await enact(charterTerms({ allowedPurposes: ['dpv:Marketing'] }));
    expect(await noticeOf(licence.id)).not.toBeNull();
    await world.service.setClock(31 * DAY_SECONDS);
    expect((await negotiations.reaches(licence.id, 'TERMINATED')).reason).toBe('PURPOSE_NOT_ALLOWED');
  });

  it('ends every negotiation at once, and the vote on it', async () => {
    const [asked, offered, accepted] = [
      await negotiations.requested(),
      await negotiations.offered(),
      await negotiations.accepted(),
    ];
    const agreed = await negotiations.agreed();
    const verified = await negotiations.agreed();
    await world.did(negotiations.buyer.did, 'verifyAgreement', negotiations.verification(verified));
    await enact(prohibiting());
    for (const { id } of [asked, offered, accepted, agreed, verified]) {
      expect(await negotiations.read(id)).toMatchObject({
        state: 'TERMINATED',
        reason: 'PURPOSE_PROHIBITED',
      });
      const [ended] = await told('LicenceTerminated', id);
      expect(ended!.values).toMatchObject({ cause: 'PROHIBITED', unused: null });
    }
    await negotiations.cancelled(accepted.id, accepted.offer.digest);
    expect((await submit(agreed.id)).codes).toEqual(['LICENCE_NOT_ACTIVE']);
  });

  it('takes the default notice where the agreement is from before it said so', async () => {
    const licence = await inForce();
    await world.service.sql('update offer set prohibition_notice_days = null where id = $1', [
      licence.offer.id,
    ]);
    await enact(prohibiting());
    const until = Date.parse((await noticeOf(licence.id))!);
    expect((until - (await world.now()).getTime()) / DAY_MS).toBeCloseTo(30, 2);
  });

  it('leaves alone what ends with its term first, other purposes, and other co-ops', async () => {
    const licence = await inForce();
    await world.service.sql(`update licence set valid_until = app_now() + interval '3 days' where id = $1`, [
      licence.id,
    ]);
    const other = await world.found();
    const founder = await world.admit(other, 'STEWARD');
    const theirs = await world.publish(founder);
    await world.offer(founder, theirs);
    const { id } = (await negotiations.request({ dataset: theirs })).data.requestLicence as Licence;
    await enact(prohibiting());
    expect(await noticeOf(licence.id)).toBeNull();
    expect((await negotiations.read(id))!.state).toBe('REQUESTED');
    expect(await told('LicenceTerminated', id)).toEqual([]);
  });

  it('is not asked for any more', async () => {
    await enact(prohibiting());
    const { codes } = await world.mutate(
      negotiations.buyer.did,
      'requestLicence',
      { dataset: negotiations.dataset, purpose: PURPOSE, idempotencyKey: newId('key') },
      LICENCE,
    );
    expect(codes).toEqual(['PURPOSE_PROHIBITED']);
  });
});

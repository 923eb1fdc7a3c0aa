import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digestOfTerms } from '../../../subgraphs/kit/contracts/licenceTerms.js';
import { ballotBy } from '../../../wallet/actions/voting.js';
import { licenceInWords } from '../../../wallet/agreements/licenceBallot.js';
import { offerPolicyOf } from '../../../wallet/agreements/offerPolicy.js';
import type { OfferedTerms } from '../../../wallet/agreements/offerPolicy.js';
import { digestOf } from '../../../wallet/encoding/canonical.js';
import { newSigningKey } from '../../../wallet/keys/signingKey.js';

const published: OfferedTerms = {
  offer: 'off_1',
  assigner: 'did:key:z6MkCoop',
  charterVersion: 1,
  purposes: ['dpv:ScientificResearch', 'dpv:AcademicResearch'],
  prohibited: ['dpv:Advertising'],
  duties: ['Name the co-op.'],
  price: { amountMinor: '250000', currency: 'USD' },
  jobPrice: null,
  termDays: 365,
};
const offered: OfferedTerms = { ...published, offer: 'off_2', price: { amountMinor: '1', currency: 'USD' } };
const DATASET = 'dst_1';
const sha = (terms: OfferedTerms) => digestOf(offerPolicyOf(DATASET, terms));
const document = {
  kind: 'LICENCE',
  licence: 'lic_1',
  dataset: DATASET,
  buyer: 'org_1',
  purpose: 'dpv:AcademicResearch',
  offerDigest: sha(offered),
  publishedOfferDigest: sha(published),
  acceptanceDigest: 'bb',
};
const effect = { document, digest: digestOf(document), licenceTerms: { offered, published } };
const paper = {
  ...{ id: 'prp_1', kind: 'LICENCE', title: 'Licence', state: 'OPEN' },
  options: [{ id: 'opt_1', label: 'FOR' }],
  effect,
};

describe('a ballot on a licence', () => {
  it('is signed over terms that are shown in words, beside the published ones', () => {
    const words = licenceInWords(effect);
    expect(words).toContainEqual({
      ...{ term: 'price', offered: '0.01 USD, once', published: '2500.00 USD, once', changed: true },
    });
    expect(words.filter(({ changed }) => changed)).toHaveLength(1);
    expect(ballotBy(newSigningKey(), paper, ['FOR']).input).toMatchObject({ effectDigest: effect.digest });
  });

  const changed = (terms: object) => ({
    ...effect,
    licenceTerms: { offered: { ...offered, ...terms }, published },
  });
  const other = (fields: object): typeof effect => {
    const changedDocument = { ...document, ...fields };
    return { ...effect, document: changedDocument, digest: digestOf(changedDocument) };
  };
  it.each([
    {
      name: 'another price is shown than was signed',
      shown: changed({ price: { amountMinor: '250000', currency: 'USD' } }),
    },
    { name: 'another currency', shown: changed({ price: { amountMinor: '1', currency: 'EUR' } }) },
    {
      name: 'a price of jobs that is none',
      shown: changed({ jobPrice: { amountMinor: '1', currency: 'USD' } }),
    },
    { name: 'another term', shown: changed({ termDays: 1 }) },
    { name: 'a duty that is none', shown: changed({ duties: ['Name the co-op.', 'Pay twice.'] }) },
    { name: 'a prohibition that is none', shown: changed({ prohibited: ['dpv:Marketing'] }) },
    { name: 'a purpose that is none', shown: changed({ purposes: ['dpv:AcademicResearch'] }) },
    { name: 'another published offer', shown: { ...effect, licenceTerms: { offered, published: offered } } },
    { name: 'no terms', shown: { ...effect, licenceTerms: null } },
    { name: 'no effect', shown: { digest: effect.digest, licenceTerms: effect.licenceTerms } },
    { name: 'another effect than is signed', shown: { ...effect, digest: 'ab' } },
    { name: 'an effect that names no published offer', shown: other({ publishedOfferDigest: undefined }) },
    { name: 'an effect on another dataset', shown: other({ dataset: 'dst_2' }) },
    { name: 'an effect that is no licence', shown: other({ kind: 'RESOLUTION' }) },
  ])('is not signed when $name', ({ shown }) => {
    const sign = () => ballotBy(newSigningKey(), { ...paper, effect: shown }, ['FOR']);
    expect(sign).toThrow(expect.objectContaining({ code: 'TERMS_UNPROVEN' }));
  });

  it.each([
    { amountMinor: '5', currency: 'JPY', words: '5 JPY, once' },
    { amountMinor: '5', currency: 'KWD', words: '0.005 KWD, once' },
    { amountMinor: '123456', currency: 'EUR', words: '1234.56 EUR, once' },
  ])('says $words', ({ amountMinor, currency, words }) => {
    const dear = { ...offered, price: { amountMinor, currency } };
    const shown = { ...other({ offerDigest: sha(dear) }), licenceTerms: { offered: dear, published } };
    expect(licenceInWords(shown).find(({ term }) => term === 'price')!.offered).toBe(words);
  });
});

describe('a ballot on anything', () => {
  const resolution = { kind: 'RESOLUTION', text: 'We meet in May.' };
  const motion = {
    ...paper,
    kind: 'RESOLUTION',
    effect: { document: resolution, digest: digestOf(resolution) },
  };
  it('is signed over what is shown', () => {
    expect(ballotBy(newSigningKey(), motion, ['FOR']).input).toMatchObject({
      effectDigest: motion.effect.digest,
    });
  });
  it.each([
    { name: 'nothing is shown', lie: { ...motion, effect: { digest: motion.effect.digest } } },
    { name: 'a licence is shown as something else', lie: { ...motion, effect } },
    {
      name: 'another effect is shown',
      lie: { ...motion, effect: { ...motion.effect, digest: effect.digest } },
    },
  ])('is not signed when $name', ({ lie }) => {
    expect(() => ballotBy(newSigningKey(), lie, ['FOR'])).toThrow(
      expect.objectContaining({ code: 'TERMS_UNPROVEN' }),
    );
  });
});

describe('the policy of an offer', () => {
  const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { maxLength: 4 });
  const minor = fc.nat().map(String);

  it('is the same bytes in the wallet as in the service that makes it', () => {
    const drawn = fc.record({
      offer: fc.constantFrom('off_1', 'off_2'),
      assigner: fc.constant('did:key:z6MkCoop'),
      charterVersion: fc.integer({ min: 1, max: 99 }),
      ...{ purposes: words, prohibited: words, duties: words },
      price: minor,
      jobPrice: fc.option(minor, { nil: null }),
      termDays: fc.integer({ min: 1, max: 3_653 }),
    });
    fc.assert(
      fc.property(drawn, ({ price, jobPrice, ...same }) => {
        const money = (amountMinor: string) => ({ amountMinor, currency: 'USD' });
        const inWallet = {
          ...same,
          price: money(price),
          jobPrice: jobPrice === null ? null : money(jobPrice),
        };
        const inService = { ...same, price: money(price), jobPriceMinor: jobPrice };
        expect(sha(inWallet)).toBe(digestOfTerms(DATASET, inService));
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});

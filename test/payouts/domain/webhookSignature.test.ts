import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { publicKeyBytes, signEd25519 } from '../../../subgraphs/kit/domain/ed25519.js';
import { toBase64Url, utf8 } from '../../../subgraphs/kit/domain/encoding.js';
import { judgeWebhook } from '../../../subgraphs/payouts/domain/webhookSignature.js';

const rail = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const NOW = new Date('2026-01-01T00:00:00.000Z');
const seconds = NOW.getTime() / 1000;
const body = '{"id":"evt_1"}';

const signed = (t: number, text = body, key = rail.privateKey) =>
  `t=${t},s=${toBase64Url(signEd25519(utf8(`${t}.${text}`), key))}`;
const judge = (header: string | undefined, text = body) =>
  judgeWebhook(header, utf8(text), publicKeyBytes(rail.publicKey), NOW, 300_000);

describe('a webhook', () => {
  const cases = [
    { name: 'is sound when the rail signed it now', header: signed(seconds), want: 'SOUND' },
    { name: 'is sound at the edge of the tolerance', header: signed(seconds - 300), want: 'SOUND' },
    { name: 'is stale beyond it', header: signed(seconds - 301), want: 'STALE' },
    { name: 'is stale from the future', header: signed(seconds + 301), want: 'STALE' },
    {
      name: "is forged under a stranger's key",
      header: signed(seconds, body, stranger.privateKey),
      want: 'FORGED',
    },
    { name: 'is forged over another body', header: signed(seconds, '{"id":"evt_2"}'), want: 'FORGED' },
    {
      name: 'is forged with an instant made younger',
      header: signed(seconds - 301).replace(/t=\d+/, `t=${seconds}`),
      want: 'FORGED',
    },
    { name: 'is unsigned without a header', header: undefined, want: 'UNSIGNED' },
    { name: 'is unsigned with half a header', header: `t=${seconds}`, want: 'UNSIGNED' },
    { name: 'is unsigned with two signatures', header: `${signed(seconds)},s=x`, want: 'UNSIGNED' },
    {
      name: 'is forged with spare bits in the signature',
      header: signed(seconds).replace(/.$/, '_'),
      want: 'FORGED',
    },
  ];
  it.each(cases)('$name', ({ header, want }) => {
    expect(judge(header)).toBe(want);
  });
});

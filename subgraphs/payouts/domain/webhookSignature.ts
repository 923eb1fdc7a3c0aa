import { fromBase64Url, utf8 } from '../../kit/domain/encoding.js';
import { verifyEd25519 } from '../../kit/domain/ed25519.js';

/** Name of the header: `t=<unix seconds>,s=<base64url Ed25519 over "<t>.<body>">`. */
export const SIGNATURE_HEADER = 'rail-signature';

const FORM = /^t=(\d{1,12}),s=([\w-]{86})$/;

export type WebhookVerdict = 'SOUND' | 'UNSIGNED' | 'STALE' | 'FORGED';

/**
 * Judges a webhook before its body is read. The instant is signed with the body, so that a message that
 * somebody kept cannot be sent again later.
 *
 * @param toleranceMs - how far the rail's clock, and the message's way, may be off; the machine's clock judges.
 */
export function judgeWebhook(
  header: string | undefined,
  body: Uint8Array,
  publicKey: Uint8Array,
  now: Date,
  toleranceMs: number,
): WebhookVerdict {
  const read = FORM.exec(header ?? '');
  if (!read) return 'UNSIGNED';
  const [, seconds = '', signature = ''] = read;
  const bytes = fromBase64Url(signature);
  const message = Buffer.concat([utf8(`${seconds}.`), body]);
  if (!bytes || !verifyEd25519(message, bytes, publicKey)) return 'FORGED';
  return Math.abs(now.getTime() - Number(seconds) * 1000) <= toleranceMs ? 'SOUND' : 'STALE';
}

import { z } from 'zod';
import { fromBase64Url } from '../../kit/domain/encoding.js';
import type { HttpAnswer, Route } from '../../kit/http/http.js';
import type { Logger } from '../../kit/observability/logger.js';
import { judgeWebhook, SIGNATURE_HEADER } from '../domain/webhookSignature.js';
import type { TransferFact } from '../domain/transfer.js';

export const WEBHOOK_PATH = '/webhooks/payments';
const BODY_BYTES_MAX = 16 * 1024;

const eventSchema = z.object({
  id: z.string().min(1).max(100),
  type: z.enum(['transfer.settled', 'transfer.failed', 'transfer.returned']),
  transfer: z.string().min(1).max(100),
  amountMinor: z.string().regex(/^\d{1,18}$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  occurredAt: z.iso.datetime(),
  failure: z.string().max(500).optional(),
});

const FACT: Record<z.infer<typeof eventSchema>['type'], TransferFact> = {
  'transfer.settled': 'SETTLED',
  'transfer.failed': 'FAILED',
  'transfer.returned': 'RETURNED',
};

/** One message of the rail, read and believed. */
export interface RailMessage {
  eventId: string;
  transferId: string;
  fact: TransferFact;
  amountMinor: bigint;
  currency: string;
  occurredAt: Date;
  failure: string | null;
}

export interface WebhookOptions {
  /** The rail's key, once it is known. */
  publicKey: () => string | undefined;
  toleranceMs: number;
  logger: Logger;
  /** The sandbox forges messages on purpose: to refuse them is no fault that somebody should read of. */
  expectsForgeries?: boolean;
  handle: (message: RailMessage) => Promise<void>;
}

/** The door for the rail's webhooks. Believes a message by its signature, never by where it came from. */
export function webhookRoute(options: WebhookOptions): Route {
  const { publicKey, toleranceMs, logger } = options;
  async function answer(headers: Record<string, string>, body: Buffer): Promise<HttpAnswer> {
    const key = fromBase64Url(publicKey() ?? '');
    if (!key?.length) return { status: 503, body: 'the rail is not known yet' };
    const verdict = judgeWebhook(headers[SIGNATURE_HEADER], body, key, new Date(), toleranceMs);
    if (verdict !== 'SOUND') {
      if (options.expectsForgeries) {
        logger.debug({ verdict }, 'a message that the sandbox forged was refused, as it should be');
      } else {
        logger.warn({ verdict }, 'a webhook was refused');
      }
      return { status: 401, body: verdict };
    }
    const message = readMessage(body);
    if (!message) return { status: 400, body: 'this is no event' };
    await options.handle(message);
    return { status: 204 };
  }
  return {
    method: 'POST',
    path: WEBHOOK_PATH,
    bodyBytesMax: BODY_BYTES_MAX,
    handle: ({ headers, body }) => answer(headers, body),
  };
}

function readMessage(body: Buffer): RailMessage | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  const read = eventSchema.safeParse(json);
  if (!read.success) return undefined;
  const { id, type, transfer, amountMinor, currency, occurredAt, failure } = read.data;
  return {
    eventId: id,
    transferId: transfer,
    fact: FACT[type],
    amountMinor: BigInt(amountMinor),
    currency,
    occurredAt: new Date(occurredAt),
    failure: failure ?? null,
  };
}

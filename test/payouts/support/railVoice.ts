import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PayoutsWorld } from './payoutsWorld.js';

export type RailSays = (transfer: string, fact: 'settled' | 'failed' | 'returned') => Promise<number>;

/** Speaks with the rail's own voice, over its signed webhooks: banks charge back long after a payment has settled. */
export function railVoice(world: PayoutsWorld): RailSays {
  const path = join(world.service.dataDir, 'rail', 'key.json');
  const key = createPrivateKey({ key: JSON.parse(readFileSync(path, 'utf8')) as JsonWebKey, format: 'jwk' });
  const route = world.service.service.routes.find((one) => one.path === '/webhooks/payments')!;
  return async (transfer, fact) => {
    const [{ amount, currency } = { amount: '0', currency: 'USD' }] = await world.service.sql<{
      amount: string;
      currency: string;
    }>('select amount_minor::text as amount, currency from transfer where transfer_id = $1', [transfer]);
    const body = JSON.stringify({
      ...{ id: `evt_${randomUUID()}`, type: `transfer.${fact}`, transfer, amountMinor: amount, currency },
      occurredAt: new Date().toISOString(),
    });
    const seconds = Math.floor(Date.now() / 1000);
    const signature = sign(null, Buffer.from(`${seconds}.${body}`), key).toString('base64url');
    const headers = { 'rail-signature': `t=${seconds},s=${signature}` };
    const request = { method: 'POST', path: route.path, query: new URLSearchParams(), headers };
    return (await route.handle({ ...request, body: Buffer.from(body) })).status;
  };
}

import { z } from 'zod';
import { RailSilent } from './paymentPort.js';
import type { PaymentPort, TransferOrder, TransferReport } from './paymentPort.js';

const ANSWER_WAIT_MS = 5_000;

const instant = z.iso.datetime().nullable();
const transferSchema = z.object({
  id: z.string(),
  amountMinor: z.string(),
  currency: z.string(),
  settledAt: instant,
  failedAt: instant,
  returnedAt: instant,
  failure: z.string().max(500).nullable(),
});

/** Where the rail listens; it may move when the sandbox is started again. */
export interface RailAddress {
  url: string;
  token: string;
}

/** The rail over HTTP. */
export class HttpRail implements PaymentPort {
  constructor(private readonly address: () => RailAddress | undefined) {}

  async order({ id, amountMinor, ...rest }: TransferOrder): Promise<TransferReport> {
    const answer = await this.put(`/transfers/${encodeURIComponent(id)}`, {
      ...rest,
      amountMinor: amountMinor.toString(),
    });
    if (answer.status === 422) return refused('The payment rail does not take this method.');
    if (answer.status === 409) return refused('The payment rail has another order under this id.');
    if (answer.status !== 200 && answer.status !== 201)
      throw new RailSilent(`the rail answered ${answer.status}`);
    return reportOf(answer.body, id);
  }

  /** Tells the rail where its webhooks go. @throws RailSilent */
  async register(webhookUrl: string): Promise<void> {
    const { status } = await this.put('/endpoint', { url: webhookUrl });
    if (status !== 200) throw new RailSilent(`the rail answered ${status} to its endpoint`);
  }

  private async put(path: string, body: object): Promise<{ status: number; body: unknown }> {
    const address = this.address();
    if (!address) throw new RailSilent('the rail is not running');
    try {
      const answer = await fetch(`${address.url}${path}`, {
        method: 'PUT',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${address.token}` },
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_WAIT_MS),
      });
      return { status: answer.status, body: await answer.json() };
    } catch (error) {
      throw new RailSilent('the rail did not answer', { cause: error });
    }
  }
}

function reportOf(body: unknown, id: string): TransferReport {
  const read = transferSchema.safeParse(body);
  if (!read.success || read.data.id !== id) throw new RailSilent('the rail answered something else');
  const { settledAt, failedAt, returnedAt, failure } = read.data;
  const facts = [
    { fact: 'SETTLED' as const, at: settledAt },
    { fact: 'FAILED' as const, at: failedAt },
    { fact: 'RETURNED' as const, at: returnedAt },
  ].flatMap(({ fact, at }) => (at ? [{ fact, at: new Date(at) }] : []));
  return { facts, failure };
}

function refused(failure: string): TransferReport {
  return { facts: [{ fact: 'FAILED', at: new Date() }], failure };
}

import type { GraphQLClient } from '../../wallet/client/graphqlClient.js';
import type { Person } from '../../wallet/demo/endpoint.js';
import { awaited } from '../../wallet/demo/pool.js';
import type { Json } from '../../wallet/encoding/canonical.js';
import type { PayslipProof } from '../../wallet/credentials/payslip.js';

/** Part of an answer: of a shape that the query beside it says. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads answers of many shapes
export type Shown = any;

/** @throws RequestRefused */
export function ask(
  { client }: { client: GraphQLClient },
  document: string,
  variables?: Record<string, unknown>,
): Promise<Shown> {
  return client.execute(document, variables);
}

interface Payslip {
  id: string;
  amount: { amountMinor: string };
  net: { amountMinor: string };
  run: { id: string };
  lines: { licence: { id: string }; amount: { amountMinor: string } }[];
  proof: PayslipProof;
}

export async function payslip({ client }: Person, run: string): Promise<Payslip> {
  const { viewer } = await ask(
    { client },
    `query Payslips { viewer { memberships { dividends(first: 5) { nodes {
      id amount { amountMinor } net { amountMinor } run { id } proof lines { licence { id } amount { amountMinor } }
    } } } } }`,
  );
  const slips = viewer.memberships.flatMap((membership: { dividends: { nodes: Payslip[] } }) => {
    return membership.dividends.nodes;
  }) as Payslip[];
  return slips.find((slip) => slip.run.id === run)!;
}

export async function balanceOf({ client }: Person): Promise<bigint> {
  const { viewer } = await ask(
    { client },
    'query Balance { viewer { memberships { balance { amountMinor } } } }',
  );
  return BigInt(viewer.memberships[0].balance.amountMinor as string);
}

interface Use {
  jobId: string;
  licenceId: string;
  purpose: string;
  records: number;
  buyer: { name: string };
}

export async function accessLog({ client }: Person): Promise<Use[]> {
  const { viewer } = await ask(
    { client },
    `query Uses { viewer { memberships { accessLog(first: 5) { nodes {
      jobId licenceId purpose records buyer { name } } } } } }`,
  );
  return viewer.memberships[0].accessLog.nodes as Use[];
}

interface Entry {
  leafHash: string;
  leaf: { commitments: Record<string, string> };
  opening: { values: Record<string, unknown>; salts: Record<string, string> } | null;
}

export async function usesJournalled({ client }: Person, subject: string): Promise<Entry[]> {
  const { viewer } = await ask({ client }, 'query Mine { viewer { memberships { cooperative { id } } } }');
  const { auditTrail } = await client.execute<{ auditTrail: { nodes: Entry[] } }>(
    `query Uses($of: ID, $subject: ID) {
      auditTrail(cooperative: $of, service: DATA, type: "UsageMetered", subject: $subject) {
        nodes { leafHash leaf opening }
      }
    }`,
    { of: viewer.memberships[0].cooperative.id, subject },
  );
  return auditTrail.nodes;
}

/** Waits until the viewer is told. */
export async function notified({ client }: Person, kind: string, subject?: string): Promise<void> {
  await awaited(`${kind} is told`, async () => {
    const { viewer } = await ask(
      { client },
      'query Told { viewer { notifications(first: 50) { nodes { kind subject } } } }',
    );
    const nodes = viewer.notifications.nodes as { kind: string; subject: string }[];
    return nodes.find((one) => one.kind === kind && (subject ?? one.subject) === one.subject);
  });
}

export async function offerOf({ client }: Person, id: string): Promise<{ policy: Json }> {
  const query = 'query Offer($id: ID!) { licence(id: $id) { offer { policy } } }';
  return (await client.execute<{ licence: { offer: { policy: Json } } }>(query, { id })).licence.offer;
}

export async function agreementOf({ client }: Person, id: string): Promise<Record<string, unknown>> {
  const query = 'query Agreement($id: ID!) { licence(id: $id) { agreement } }';
  return (await client.execute<{ licence: { agreement: Record<string, unknown> } }>(query, { id })).licence
    .agreement;
}

export async function budgetLeft({ client }: Person, id: string): Promise<bigint> {
  const query = 'query Budget($id: ID!) { dataset(id: $id) { privacyBudget { remaining } } }';
  const { dataset } = await client.execute<{ dataset: { privacyBudget: { remaining: string } } }>(query, {
    id,
  });
  return micro(dataset.privacyBudget.remaining);
}

/** A decimal epsilon in millionths. */
export function micro(decimal: string): bigint {
  const [whole, fraction = ''] = decimal.split('.');
  return BigInt(whole!) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}

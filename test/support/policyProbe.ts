import { PATHS, ROOTS } from './policyPaths.js';
import type { SchemaField } from './policyTable.js';
import type { Things } from './policyThings.js';

/** From where a viewer asks: through the gateway, or past it, at the door of the subgraph that owns the field. */
export type DoorName = 'gateway' | 'subgraph';

/** A root field to be given an alias, which asks for fields of one object: their type's, among the things given. */
export interface Probe {
  readonly fields: readonly SchemaField[];
  readonly selection: string;
  /** Keys from below the alias to the object. In a list its first item is meant, unless a number says which. */
  readonly keys: readonly string[];
}

/** Arguments that root fields cannot do without. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  cooperative: '(id: $cooperative)',
  member: '(id: $self)',
  proposal: '(id: $licenceVote)',
  proposals: '(cooperative: $cooperative, first: 1)',
  dataset: '(id: $dataset)',
  licence: '(id: $licence)',
  computeJob: '(id: $job)',
  estimateJob: '(input: $estimate)',
  dividendRun: '(id: $run)',
  invoice: '(id: $invoice)',
  auditTrail: '(cooperative: $cooperative, first: 1)',
  checkpoint: '(service: DATA, cooperative: $cooperative)',
  inclusionProof: '(service: DATA, cooperative: $cooperative, index: "0")',
  consistencyProof: '(service: DATA, cooperative: $cooperative, from: "1", to: "2")',
};

const ESTIMATE = '{ licence: $licence, spec: { measures: [{ kind: "COUNT" }], epsilon: "0.1" } }';

/**
 * @param fields - of one type of one service; of `Query` just one.
 * @throws Error for a type that no path leads to.
 */
export function probeOf(fields: readonly SchemaField[], door: DoorName, things: Things): Probe {
  const { service, type, field, leaf } = fields[0]!;
  if (type === 'Query') {
    return { fields, selection: `${rootOf(field, things)}${leaf ? '' : ' { __typename }'}`, keys: [] };
  }
  const path = PATHS[service]?.[type];
  if (path === undefined)
    throw new Error(`no path leads to ${type} of ${service}: add one to policyPaths.ts`);
  const steps = stepsTo(path, door);
  const asked = fields.map((one) => (one.leaf ? one.field : `${one.field} { __typename }`));
  const keys = steps
    .filter((step) => !step.startsWith('...'))
    .flatMap((step) =>
      step
        .replace(/\(.*\)/, '')
        .replace(']', '')
        .split('['),
    );
  const opened = steps.map((step) => `${step.replace(/\[\d+\]$/, '')} { `).join('');
  const selection = `${opened}${asked.join(' ')}${' }'.repeat(steps.length)}`;
  return { fields, selection: fill(selection, things), keys: keys.slice(1) };
}

/** A root field with the arguments that it cannot do without. */
export function rootOf(field: string, things: Things): string {
  return fill(`${field}${ARGUMENTS[field] ?? ''}`, things);
}

function stepsTo(path: string, door: DoorName): string[] {
  const [first, ...rest] = path.split(' > ');
  const root = ROOTS[first!];
  if (!root) return [first!, ...rest];
  if (door === 'gateway' || !root.entity) return [...root.gateway.split(' > '), ...rest];
  const [type, thing] = root.entity;
  return [
    `_entities(representations: [{ __typename: "${type}", id: $${thing} }])`,
    `... on ${type}`,
    ...rest,
  ];
}

function fill(text: string, things: Things): string {
  return text
    .replaceAll('$estimate', ESTIMATE)
    .replaceAll(/\$(\w+)/g, (_, name: string) => JSON.stringify(things[name]));
}

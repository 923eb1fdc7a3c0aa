import { ask } from './policyDoors.js';
import { cellsOf, outcomesOf } from './policyOutcome.js';
import type { Outcome, Row } from './policyOutcome.js';
import { probeOf } from './policyProbe.js';
import type { DoorName, Probe } from './policyProbe.js';
import type { Cell, SchemaField } from './policyTable.js';
import { VIEWERS } from './policyViewers.js';
import type { ViewerName } from './policyViewers.js';
import type { PolicyWorld } from './policyWorld.js';

/** Root fields in one request: fewer than the gateway's guard lets pass. */
const TOGETHER_MAX = 12;

/** By service and field, what each viewer gets. */
export type Measured = Map<string, Row<Cell>>;

export function nameOfField({
  service,
  type,
  field,
}: Pick<SchemaField, 'service' | 'type' | 'field'>): string {
  return `${service},${type}.${field}`;
}

export interface MeasureOptions {
  readonly viewers?: readonly ViewerName[];
  /** Changes what is asked, such as what a representation claims beside its key. */
  readonly twist?: (selection: string) => string;
}

/** Asks for fields at one door, each as every viewer. */
export async function measureFields(
  world: PolicyWorld,
  door: DoorName,
  fields: readonly SchemaField[],
  { viewers = VIEWERS, twist = (selection) => selection }: MeasureOptions = {},
): Promise<Measured> {
  const outcomes = new Map<string, Row<Outcome>>(fields.map((field) => [nameOfField(field), {}]));

  /** @returns the probes that have to be taken apart, as nobody can say which of their fields was refused. */
  async function measure(viewer: ViewerName, group: readonly Probe[]): Promise<Probe[]> {
    const { service } = group[0]!.fields[0]!;
    const selections = group.map(({ selection }, index) => `p${index}: ${twist(selection)}`);
    const answer = await ask(world, { door, service, viewer }, `{ ${selections.join(' ')} }`);
    return group.filter((probe, index) => {
      const found = outcomesOf(answer, `p${index}`, probe);
      found?.forEach((outcome, at) => (outcomes.get(nameOfField(probe.fields[at]!))![viewer] = outcome));
      return !found;
    });
  }

  const voiding = new Set(
    fields.filter(({ type, nonNull }) => type === 'Query' && nonNull).map(({ field }) => field),
  );
  const whole = byType(fields).map((type) => probeOf(type, door, world.own));
  const apart = new Map<ViewerName, Probe[]>();
  for (const group of grouped(whole, voiding)) {
    const [first, ...others] = viewers;
    // One goes ahead, so that the gateway plans an operation once.
    const keep = async (viewer: ViewerName) =>
      void apart.set(viewer, [...(apart.get(viewer) ?? []), ...(await measure(viewer, group))]);
    await keep(first!);
    await Promise.all(others.map(keep));
  }
  for (const [viewer, probes] of apart) {
    const single = probes.flatMap((probe) => probe.fields.map((field) => probeOf([field], door, world.own)));
    await Promise.all(grouped(single, voiding).map((group) => measure(viewer, group)));
  }
  return new Map([...outcomes].map(([name, row]) => [name, cellsOf(row)]));
}

/** Fields of one type together; of the root type, which has no object, each alone. */
function byType(fields: readonly SchemaField[]): SchemaField[][] {
  const types = new Map<string, SchemaField[]>();
  for (const field of fields) {
    const key = field.type === 'Query' ? nameOfField(field) : `${field.service} ${field.type}`;
    types.set(key, [...(types.get(key) ?? []), field]);
  }
  return [...types.values()];
}

/**
 * At a subgraph's door a request holds fields of that subgraph alone. A refusal in a root field that may not be null
 * voids the others, so it is asked for by itself.
 */
function grouped(probes: readonly Probe[], voiding: ReadonlySet<string>): Probe[][] {
  const groups: Probe[][] = [];
  const isVoiding = ({ selection }: Probe) => voiding.has(/^\w+/.exec(selection)![0]);
  for (const probe of probes.filter((one) => !isVoiding(one))) {
    const last = groups.at(-1);
    const fits =
      last && last.length < TOGETHER_MAX && last[0]!.fields[0]!.service === probe.fields[0]!.service;
    if (fits) last.push(probe);
    else groups.push([probe]);
  }
  return [...groups, ...probes.filter(isVoiding).map((probe) => [probe])];
}

import { generate } from '../generate.js';
import type { QuickWriter, RepresentationPart } from '../plan/representationWriter.js';
import type { Position } from '../plan/position.js';
import type { TypeFacts } from '../plan/typeFacts.js';
import { Unfit } from './layout.js';
import type { Layouts } from './layout.js';

/**
 * Writes the representations of a step from objects that are spans: values are the very text that came.
 *
 * @param parts - of representations of the type.
 * @throws Unfit for what holds more than plain values.
 */
export function spanRepresentations(
  parts: readonly RepresentationPart[],
  { position, typename, sent }: { position: Position; typename: string; sent: string },
  layouts: Layouts,
  types: TypeFacts,
): QuickWriter {
  const reads: string[] = [];
  const texts = parts.map(({ name, label, leafKey }, index) => {
    const before = `${index === 0 ? '{' : ','}${label}`;
    if (name === '__typename') return JSON.stringify(before + sent);
    if (leafKey === undefined) throw new Unfit();
    const source = position.sources.findIndex((_, one) => position.selects(one, leafKey, typename, types));
    const { layout } = layouts.at(position, source);
    const field = layout.fields.findIndex(({ key, below }) => key === leafKey && !below);
    if (field < 0) throw new Unfit();
    const { within, step } = position.sources[source]!;
    const holder = within === undefined ? `object.${step.slot}` : 'object';
    const end = field + 1 < layout.fields.length ? `holder.$s${field + 1} - 1` : 'holder.$e';
    const length = Buffer.byteLength(layout.fields[field]!.label);
    const place = reads.length;
    reads.push(
      `holder = ${holder};if (!holder) return false;` +
        `values[${place}] = holder.$b.slice(holder.$s${field} + ${length}, ${end});`,
    );
    return `${JSON.stringify(before)} + values[${place}]`;
  });
  return {
    typename: sent,
    count: reads.length,
    read: generate<QuickWriter['read']>(
      'readSpans',
      `(object, values) => {let holder;${reads.join('')}return true;}`,
      {},
    ),
    text: generate<QuickWriter['text']>('representSpans', `(values) => ${texts.join(' + ')} + '}'`, {}),
  };
}

import { generate } from '../generate.js';
import type { QuickWriter, RepresentationPart } from '../plan/representationWriter.js';
import type { Position } from '../plan/position.js';
import type { TypeFacts } from '../plan/typeFacts.js';
import { irregular } from '../response/sink.js';
import { Unfit } from './layout.js';
import type { Layouts } from './layout.js';
import { startOf } from './readerCode.js';

/**
 * Writes the representations of a step from objects that are spans: values are the very text that came.
 *
 * @param parts - of representations of the type.
 * @returns a writer whose `read` throws IRREGULAR for an object that lacks a value.
 * @throws Unfit for what holds more than plain values.
 */
export function spanRepresentations(
  parts: readonly RepresentationPart[],
  { position, typename, sent }: { position: Position; typename: string; sent: string },
  layouts: Layouts,
  types: TypeFacts,
): QuickWriter {
  const reads: string[] = [];
  /** What stands before, between and behind the values. */
  const between = [''];
  parts.forEach(({ name, label, leafKey }, index) => {
    between[reads.length] += `${index === 0 ? '{' : ','}${label}${name === '__typename' ? sent : ''}`;
    if (name === '__typename') return;
    if (leafKey === undefined) throw new Unfit();
    reads.push(`values[${reads.length}] = ${valueOf(leafKey, position, typename, layouts, types)};`);
    between.push('');
  });
  between[reads.length] += '}';
  const [before, after] = between;
  const text = between.map((part, index) =>
    index === 0 ? JSON.stringify(part) : `values[${index - 1}] + ${JSON.stringify(part)}`,
  );
  return {
    typename: sent,
    count: reads.length,
    read: generate<QuickWriter['read']>(
      'readSpans',
      `(object, values) => {let holder;${reads.join('')}return true;}`,
      { irregular },
    ),
    text: generate<QuickWriter['text']>('representSpans', `(values) => ${text.join(' + ')}`, {}),
    frame: reads.length === 1 ? { before: before!, after: after! } : undefined,
  };
}

/** Code that gives the text of a leaf of an object. */
function valueOf(
  leafKey: string,
  position: Position,
  typename: string,
  layouts: Layouts,
  types: TypeFacts,
): string {
  const source = position.sources.findIndex((_, one) => position.selects(one, leafKey, typename, types));
  const { layout } = layouts.at(position, source);
  const field = layout.fields.findIndex(({ key, below }) => key === leafKey && !below);
  if (field < 0) throw new Unfit();
  const { within, step } = position.sources[source]!;
  const isLast = field + 1 === layout.fields.length;
  layout.starts.add(field);
  if (!isLast) layout.starts.add(field + 1);
  const length = Buffer.byteLength(layout.fields[field]!.label);
  const end = isLast ? 'holder.$e' : `holder.${startOf(field + 1)} - 1`;
  const holder = within === undefined ? `object.${step.slot} ?? irregular()` : 'object';
  return `(holder = ${holder}).$b.slice(holder.${startOf(field)} + ${length}, ${end})`;
}

import { parseExact, printExact } from '../../../subgraphs/kit/wire/exactJson.js';
import type { TransportRequest } from '../transport/transport.js';
import type { CompiledStep } from '../plan/compile.js';
import { own } from '../own.js';
import type { Frame } from '../plan/representationWriter.js';
import type { ReadSpans } from '../spans/answerSpans.js';

/** Of the entities that a step asks for. */
export interface Representations {
  /** JSON texts, or what of these is within the frame. */
  readonly texts: readonly string[];
  readonly frame?: Frame | undefined;
}

/**
 * What a step asks its subgraph.
 *
 * @param values - the client's variables.
 * @param representations - of the entities that it asks for; undefined for a step that asks the root.
 * @param caching - how the answer may be kept; undefined if it may not.
 * @param readSpans - reads a plain answer without parsing it.
 */
export function requestOf(
  step: CompiledStep['step'],
  values: Readonly<Record<string, unknown>>,
  representations?: Representations,
  caching?: CompiledStep['caching'],
  readSpans?: ReadSpans,
): TransportRequest {
  const { kind, query, queryJson, operationName, variables: names } = step;
  const given = names.length === 0 ? names : names.filter((name) => own(values, name) !== undefined);
  const hasVariables = given.length > 0 || representations !== undefined;
  const pairs = given.map((name) => `"${name}":${printExact(values[name])}`);
  const valuesJson = caching ? pairs.join() : '';
  if (representations) pairs.push(`"representations":[${listOf(representations)}]`);
  return {
    kind,
    query,
    queryJson,
    operationName,
    variablesJson: hasVariables ? `{${pairs.join()}}` : undefined,
    variables() {
      if (!hasVariables) return undefined;
      const own = Object.fromEntries(given.map((name) => [name, values[name]]));
      return representations ? { ...own, representations: textsOf(representations).map(parseExact) } : own;
    },
    readSpans,
    keeping: caching && {
      caching,
      representations: representations && textsOf(representations),
      values,
      valuesJson,
      only: (some) => requestOf(step, values, { texts: some }, caching),
    },
  };
}

function listOf({ texts, frame }: Representations): string {
  if (!frame) return texts.join();
  const { before, after } = frame;
  return before + texts.join(`${after},${before}`) + after;
}

function textsOf({ texts, frame }: Representations): readonly string[] {
  return frame ? texts.map((text) => frame.before + text + frame.after) : texts;
}

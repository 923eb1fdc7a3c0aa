import type { GraphQLFormattedError } from 'graphql';
import { parseExact } from '../../subgraphs/kit/wire/exactJson.js';
import type { Keeping, TransportAnswer } from '../engine/transport/transport.js';
import type { Kept } from './keptAnswers.js';

/** What was asked for: of which of the representations it is the answer. */
export interface Part {
  readonly answer: TransportAnswer;
  readonly indexes: readonly number[];
}

/** One answer of what was kept and of what was asked for just now. */
export function joinParts(
  { representations }: Keeping,
  kept: readonly (Kept | undefined)[],
  parts: readonly Part[],
): TransportAnswer {
  const [first] = parts;
  if (first && (!representations || first.indexes.length === kept.length)) return first.answer;
  if (!representations) return { data: parseExact(kept[0]!.text) as Record<string, unknown> };
  const texts = kept.map((one) => one?.text ?? 'null');
  const entities = parseExact(`[${texts.join()}]`) as unknown[];
  const errors: GraphQLFormattedError[] = [];
  let data: TransportAnswer['data'] = { _entities: entities };
  for (const { answer, indexes } of parts) {
    const fetched: unknown = answer.data?._entities;
    if (!Array.isArray(fetched) || fetched.length !== indexes.length) data = null;
    else indexes.forEach((index, order) => (entities[index] = (fetched as unknown[])[order]));
    errors.push(...(answer.errors ?? []).map((error) => moved(error, indexes)));
  }
  return errors.length > 0 ? { data, errors } : { data };
}

/** An error about one of the entities asked for, as one about its place among all. */
function moved(error: GraphQLFormattedError, indexes: readonly number[]): GraphQLFormattedError {
  const [root, order, ...below] = error.path ?? [];
  const index = typeof order === 'number' ? indexes[order] : undefined;
  return root === undefined || index === undefined ? error : { ...error, path: [root, index, ...below] };
}

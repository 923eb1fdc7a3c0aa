import { getOperationAST, OperationTypeNode, parse, validate } from 'graphql';
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { DomainError } from '../errors/define.js';
import { strayLiteral } from '../wire/plainText.js';

const DOCUMENTS_BYTES_MAX = 8 * 1024 * 1024;
const TOKENS_MAX = 20_000;

export interface Prepared {
  document: DocumentNode;
  errors: readonly (GraphQLError | DomainError)[];
}

/** Parses and validates documents, each once: a gateway sends the same few again and again. */
export function preparerFor(schema: GraphQLSchema): (query: string) => Prepared {
  const prepared = new LRUCache<string, Prepared>({
    maxSize: DOCUMENTS_BYTES_MAX,
    sizeCalculation: (_, query) => query.length * 8 + 1,
  });
  return (query) => {
    const known = prepared.get(query);
    if (known) return known;
    const document = parse(query, { maxTokens: TOKENS_MAX, noLocation: false });
    const invalid = validate(schema, document, undefined, { maxErrors: 10 });
    const stray = invalid.length > 0 ? undefined : strayLiteral(document);
    const made = { document, errors: stray ? [stray] : invalid };
    prepared.set(query, made);
    return made;
  };
}

/** The kind of the operation that is asked for; undefined if it cannot be told. */
export function kindOf(
  document: DocumentNode,
  operationName: string | undefined,
): OperationTypeNode | undefined {
  return getOperationAST(document, operationName)?.operation;
}

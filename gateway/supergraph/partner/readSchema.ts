import { GraphQLError, parse } from 'graphql';
import type { DocumentNode } from 'graphql';
import { domainErrorIn } from '../../../subgraphs/kit/errors/format.js';
import { scanTokens } from '../../guard/tokens.js';
import { PARTNER_SCHEMA_LIMITS as LIMITS } from './limits.js';
import type { PartnerRule } from './ruleTable.js';

export type Reading =
  | { document: DocumentNode }
  | { rule: PartnerRule; message: string; line?: number | undefined; column?: number | undefined };

/** Parses a schema that may be anything: judged by its length first, by its tokens second. */
export function readSchema(sdl: string): Reading {
  const bytes = Buffer.byteLength(sdl);
  if (bytes > LIMITS.bytes) {
    return { rule: 'PARTNER_TOO_LARGE', message: `The schema has ${bytes} bytes of ${LIMITS.bytes}.` };
  }
  try {
    scanTokens(sdl, LIMITS);
    return { document: parse(sdl) };
  } catch (error) {
    const tooMuch = domainErrorIn(error);
    if (tooMuch) return { rule: 'PARTNER_TOO_LARGE', message: tooMuch.message };
    if (!(error instanceof GraphQLError)) throw error;
    return { rule: 'PARTNER_UNREADABLE', message: error.message, ...error.locations?.[0] };
  }
}

import { Lexer, Source, TokenKind } from 'graphql';
import { ERRORS } from '../errors.js';
import type { GuardLimits } from './limits.js';
import { nestingExceeded } from './variables.js';

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Reads the tokens of a document one after another, so that the parser, which recurses, meets only documents
 * that it can hold.
 *
 * @throws TOKENS_EXCEEDED, NESTING_EXCEEDED, and graphql's syntax error for what is no token.
 */
export function scanTokens(query: string, limits: Pick<GuardLimits, 'tokens' | 'nesting'>): void {
  const lexer = new Lexer(new Source(query));
  let tokens = 0;
  let open = 0;
  for (;;) {
    const token = lexer.advance();
    const isEnd = token.kind === TokenKind.EOF;
    if (!isEnd) tokens += 1;
    // The lexer passes comments over, and reads them all the same.
    for (let { prev } = token; prev?.kind === TokenKind.COMMENT; prev = prev.prev) tokens += 1;
    if (tokens > limits.tokens) {
      throw ERRORS.TOKENS_EXCEEDED.raise(`A document has at most ${limits.tokens} tokens.`, {
        limit: limits.tokens,
      });
    }
    if (isEnd) return;
    if (OPENING.has(token.kind)) open += 1;
    if (CLOSING.has(token.kind)) open -= 1;
    if (open > limits.nesting) throw nestingExceeded(limits.nesting);
  }
}

import { BREAK, Kind, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import { COMMON } from '../errors/table.js';
import type { DomainError } from '../errors/define.js';

/**
 * Control characters but tab and line ends, and halves of surrogate pairs. PostgreSQL stores no NUL, UTF-8 has no bytes
 * for half a pair, and nothing that people read needs the rest.
 */
const STRAY = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

/** Whether a text is one that people and databases can do something with. */
export function isPlainText(text: string): boolean {
  return !STRAY.test(text);
}

/**
 * Holds every text among an operation's variables to that, names in JSON values too, whatever scalar takes it. Does not
 * recurse: a request may nest deeper than the stack.
 *
 * @throws BAD_USER_INPUT, with the place of the first that is none.
 */
export function requirePlainVariables(variables: Readonly<Record<string, unknown>>): void {
  const open: { value: unknown; at: string }[] = [{ value: variables, at: '' }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, at } = next;
    if (typeof value === 'string') {
      if (!isPlainText(value)) throw strayText(at);
    } else if (Array.isArray(value)) {
      for (let index = value.length - 1; index >= 0; index--) {
        open.push({ value: value[index], at: `${at}[${index}]` });
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const name of Object.keys(value).reverse()) {
        if (!isPlainText(name)) throw strayText(at);
        const inner = (value as Record<string, unknown>)[name];
        if (typeof inner === 'string' || typeof inner === 'object') {
          open.push({ value: inner, at: at === '' ? name : `${at}.${name}` });
        }
      }
    }
  }
}

/** The same of the texts that are written in a document. @returns the refusal, to be kept with the document. */
export function strayLiteral(document: DocumentNode): DomainError | undefined {
  let refusal: DomainError | undefined;
  visit(document, {
    [Kind.STRING]({ value, loc }) {
      if (isPlainText(value)) return undefined;
      refusal = strayText(loc ? `line ${loc.startToken.line}` : '');
      return BREAK;
    },
  });
  return refusal;
}

function strayText(at: string): DomainError {
  const message =
    'A text holds no control characters but tabs and line ends, and no half of a surrogate pair.';
  return COMMON.BAD_USER_INPUT.raise(message, at === '' ? {} : { at: at.slice(0, AT_LENGTH_MAX) });
}

/** A place is told to be found, not to be echoed. */
const AT_LENGTH_MAX = 200;

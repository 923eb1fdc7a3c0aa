import type { GraphQLFormattedError } from 'graphql';

/** Characters of one message or one text among the facts; a reader needs no more to find the place. */
const TEXT_MAX = 500;
/** Of each message so many may be words of ours. */
const OWN_WORDS = 40;
/** What the messages of one request may have beyond those: with eleven errors they stay under 1 KiB. */
const BEYOND_MAX = 560;

/**
 * What the refusals of one request may still repeat of it. Messages of ours and of graphql's name what was sent, and that
 * may be as long as the request.
 */
export class Echo {
  private left = BEYOND_MAX;

  /** Shortens a refusal's message and the texts among its facts. */
  shorten({ message, extensions, ...rest }: GraphQLFormattedError): GraphQLFormattedError {
    return { ...rest, message: this.cut(message), ...(extensions && { extensions: this.facts(extensions) }) };
  }

  private facts(extensions: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const told = Object.entries(extensions).map(([name, value]) => [
      name,
      typeof value === 'string' ? this.cut(value) : value,
    ]);
    return Object.fromEntries(told) as Record<string, unknown>;
  }

  private cut(text: string): string {
    const most = Math.min(TEXT_MAX, OWN_WORDS + this.left);
    const kept = cutText(text, most);
    this.left -= Math.max(0, kept.length - OWN_WORDS);
    return kept;
  }
}

/** @returns at most `most` characters, and never half of one that takes two units. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

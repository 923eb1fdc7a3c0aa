import { parseExact } from '../../../subgraphs/kit/wire/exactJson.js';

/** An answer as it came, of which objects know where their fields stand. */
export class AnswerBytes {
  private text: string | undefined;

  /** @param bytes - UTF-8. */
  constructor(readonly bytes: Buffer) {}

  /** A part of the text. */
  slice(from: number, to: number): string {
    this.text ??= this.bytes.toString('latin1');
    const part = this.text.slice(from, to);
    for (let index = 0; index < part.length; index++) {
      if (part.charCodeAt(index) >= 0x80) return this.bytes.toString('utf8', from, to);
    }
    return part;
  }
}

/** The data of an answer, read as spans. */
export interface AnswerSpans {
  readonly source: AnswerBytes;
  /** An object of spans, or a list of entities that are such objects. */
  readonly data: Record<string, unknown>;
}

/** Reads an answer as spans; undefined for one that is not written in the plainest way, or has errors. */
export type ReadSpans = (body: Buffer) => AnswerSpans | undefined;

/** Gives the objects of an answer the values of their fields, as if it had been parsed. */
export function restoreValues({ source, data }: AnswerSpans): void {
  const answer = parseExact(source.bytes.toString('utf8')) as { data: Record<string, unknown> };
  restore(data, answer.data);
}

function restore(held: unknown, parsed: unknown): void {
  if (Array.isArray(held)) return held.forEach((item, index) => restore(item, (parsed as unknown[])[index]));
  const object = held as Record<string, unknown> | null;
  if (object === null) return;
  for (const [key, value] of Object.entries(parsed as Record<string, unknown>)) {
    const own = object[key];
    if (typeof own === 'object' && own !== null) restore(own, value);
    else object[key] = value;
  }
}

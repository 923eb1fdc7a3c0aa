/**
 * GraphQL over server-sent events, in its mode of distinct connections: `next` events with an answer each, and
 * `complete` when no more will come. A stream that ends without `complete` was interrupted.
 *
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
 */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

export const EVENT_STREAM = 'text/event-stream';

/** @param data - JSON text, which has no line breaks. */
export function nextEvent(data: string): string {
  return `event: next\ndata: ${data}\n\n`;
}

/** Browsers hand on only events with data. */
export const COMPLETE_EVENT = 'event: complete\ndata:\n\n';

/** Senders of other makes may end lines as HTTP does. */
const LINE_END = /\r\n|\n|\r/;
const BETWEEN_EVENTS = /\r\n\r\n|\n\n|\r\r/;

/**
 * Reads events as they come.
 *
 * @param charactersMax - of one event, so that a sender without an end is not kept.
 * @throws Error when one is longer.
 */
export async function* readEvents(
  chunks: AsyncIterable<Uint8Array>,
  charactersMax: number,
): AsyncGenerator<StreamEvent, void, void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split(BETWEEN_EVENTS);
    text = events.pop()!;
    for (const event of events) {
      const read = readEvent(event);
      if (read) yield read;
    }
    if (text.length > charactersMax) throw new Error(`an event is longer than ${charactersMax} characters`);
  }
}

/** @returns undefined for what is no event, such as a sign of life. */
function readEvent(text: string): StreamEvent | undefined {
  let event = 'message';
  const data: string[] = [];
  for (const line of text.split(LINE_END)) {
    const colon = line.indexOf(':');
    const [field, value] = [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }
  return data.length > 0 || event !== 'message' ? { event, data: data.join('\n') } : undefined;
}

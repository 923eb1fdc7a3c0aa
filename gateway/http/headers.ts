import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

type Headers = Readonly<Record<string, string>>;

const REQUEST_ID = /^[\w-]{8,64}$/;

/** Sent with every answer; an answer with a page of its own sets its own content security policy. */
const SECURITY_HEADERS: Headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** What an answer is sent with unless it says otherwise. */
const USUAL_HEAD: readonly string[] = Object.entries({
  ...SECURITY_HEADERS,
  'cache-control': 'no-store',
}).flat();

/** The caller's own request id, if it is a decent one, so that logs on both sides can be matched; or a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/**
 * The request's headers, with its id: the object that Node made of them and nobody else looks at any more. Node has joined
 * repeated ones, or dropped repeats of those that must stand alone; the one that it makes a list of is joined here.
 */
export function plainHeaders({ headers }: IncomingMessage, requestId: string): Record<string, string> {
  const plain = headers as Record<string, string>;
  if (headers['set-cookie']) plain['set-cookie'] = headers['set-cookie'].join(', ');
  plain['request-id'] = requestId;
  return plain;
}

/** What was put together last: most answers have the same headers, which are the same objects. */
let last: { shared: Headers; own: Headers; head: readonly string[] } | undefined;

/** As `headOf` over the usual head, for headers that nobody changes. */
export function usualHeadOf(shared: Headers, own: Headers): string[] {
  if (last?.shared !== shared || last.own !== own)
    last = { shared, own, head: headOf(USUAL_HEAD, shared, own) };
  return [...last.head];
}

/**
 * The head of an answer as a flat list of names and values, which Node writes in a sixth of the time that it takes for an
 * object with as many properties.
 *
 * @param usual - a list of the same form.
 * @param shared - by lower-case name; each stands instead of a usual one of its name.
 * @param own - likewise, and instead of a shared one.
 */
function headOf(usual: readonly string[], shared: Headers, own: Headers): string[] {
  const head: string[] = [];
  for (let index = 0; index < usual.length; index += 2) {
    const name = usual[index]!;
    if (own[name] === undefined && shared[name] === undefined) head.push(name, usual[index + 1]!);
  }
  for (const name in shared) if (own[name] === undefined) head.push(name, shared[name]!);
  for (const name in own) head.push(name, own[name]!);
  return head;
}

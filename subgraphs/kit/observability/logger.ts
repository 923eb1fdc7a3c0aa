import pino from 'pino';

export type Logger = pino.Logger;

/** Of each part of an error; a stack of ten lines has a thousand. */
const CHARS_MAX = 4_000;

/** Structured logs on standard error; standard output is for people. Never a variable, a token or a key. */
export function createLogger(
  name: string,
  level: string,
  destination: pino.DestinationStream = pino.destination(2),
): Logger {
  const redact = [
    '*.passport',
    '*.authorization',
    '*.password',
    '*.privateKey',
    // PostgreSQL puts values of the row into the details of an error.
    ...['parameters', 'query', 'detail', 'where', 'driverError'].map((part) => `err.${part}`),
  ];
  const serializers = { err: (error: Error) => shortened(pino.stdSerializers.err(error)) };
  return pino({ name, level, serializers, redact: { paths: redact, remove: true } }, destination);
}

/** PostgreSQL quotes what it was sent: a message, and the stack that repeats it, may be as long as a request. */
function shortened<T extends object>(error: T): T {
  const parts = Object.entries(error).map(([name, part]: [string, unknown]) => [name, shortenedPart(part)]);
  return Object.fromEntries(parts) as T;
}

function shortenedPart(part: unknown): unknown {
  if (typeof part !== 'string' || part.length <= CHARS_MAX) return part;
  return `${part.slice(0, CHARS_MAX)}… (${part.length} characters)`;
}

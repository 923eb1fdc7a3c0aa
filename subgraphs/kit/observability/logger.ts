import pino from 'pino';

export type Logger = pino.Logger;

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
  return pino({ name, level, redact: { paths: redact, remove: true } }, destination);
}

import pino from 'pino';

export type Logger = pino.Logger;

/** Structured logs on standard error; standard output is for people. Never a variable, a token or a key. */
export function createLogger(name: string, level: string): Logger {
  const redact = [
    '*.passport',
    '*.authorization',
    '*.password',
    '*.privateKey',
    'err.parameters',
    'err.query',
  ];
  return pino({ name, level, redact: { paths: redact, remove: true } }, pino.destination(2));
}

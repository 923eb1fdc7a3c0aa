import type { Logger } from '../observability/logger.js';
import { readSettings } from '../settings.js';
import { tracesUrl, tracingSettingsSchema } from './settings.js';
import type { Tracer } from './tracer.js';

/** What one step of a request's way is called in a trace. Nothing that a person is known by, and no variable. */
export interface SpanForm {
  readonly name: string;
  /** Whether another process, or person, asked for it, or it asks another, or neither. */
  readonly kind: 'server' | 'client' | 'internal';
  /** Headers that may say of which trace it is; otherwise it is of that of the step around it. */
  readonly headers?: Readonly<Record<string, unknown>>;
  /** Whether it is left out where it would begin a trace: what a process does by itself is none. */
  readonly onlyWithin?: boolean;
  readonly attributes?: Attributes;
}

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Span {
  add(attributes: Attributes): void;
  /** @param code - of the error that it ended with. */
  failed(code: string): void;
}

/** One for a process, where its settings say that it traces; what nobody asked for is not even loaded. */
let tracer: Tracer | undefined;

/**
 * Traces from now on, if the environment says so.
 *
 * @param name - what runs in this process.
 * @returns what ends it, and sends what is left.
 * @throws Error naming each wrong setting.
 */
export async function startTracing(
  name: string,
  environment: NodeJS.ProcessEnv,
  logger: Logger,
): Promise<() => Promise<void>> {
  const settings = readSettings(tracingSettingsSchema, environment);
  const url = tracesUrl(settings);
  if (url === undefined) return () => Promise.resolve();
  const { openTracer } = await import('./openTracer.js');
  const opened = openTracer({ name, url, settings, logger });
  tracer = opened;
  return async () => {
    tracer = undefined;
    await opened.stop();
  };
}

/** Does the work as a step of a trace; where nothing is traced, just does it. */
export function traced<T>(form: () => SpanForm, work: (span?: Span) => Promise<T>): Promise<T> {
  return tracer ? tracer.run(form(), work) : work();
}

/** The headers by which the next process knows of which trace a request is; none where nothing is traced. */
export function traceHeaders(): Readonly<Record<string, string>> {
  return tracer?.headers() ?? NONE;
}

const NONE: Readonly<Record<string, string>> = Object.freeze({});

import type { Logger } from '../observability/logger.js';
import { readSettings } from '../settings.js';
import { tracesUrl, tracingSettingsSchema } from './settings.js';
import type { Span, SpanForm } from './span.js';
import type { Tracer } from './tracer.js';

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

import { AsyncLocalStorage } from 'node:async_hooks';
import type { EndedSpan } from './otlp.js';
import type { Sampler } from './sampler.js';
import { newTraceId, readTrace, traceHeadersOf } from './traceContext.js';
import type { TraceContext } from './traceContext.js';
import type { Attributes, Span, SpanForm } from './span.js';

const FAULT = 'FAULT';
const NANOSECONDS_PER_MILLISECOND = 1e6;

export interface TracerOptions {
  sampler: Sampler;
  /** Takes what is done, and never waits. */
  ended(span: EndedSpan): void;
  stop(): Promise<void>;
}

/** Knows, at each step of the work on a request, of which trace it is. */
export class Tracer {
  private readonly current = new AsyncLocalStorage<TraceContext>();

  constructor(private readonly options: TracerOptions) {}

  async run<T>(form: SpanForm, work: (span?: Span) => Promise<T>): Promise<T> {
    const parent = (form.headers && readTrace(form.headers)) ?? this.current.getStore();
    if (!parent && form.onlyWithin) return work();
    const traceId = parent?.traceId ?? newTraceId(16);
    const sampled = this.options.sampler(traceId, parent);
    const context: TraceContext = { traceId, spanId: newTraceId(8), sampled, state: parent?.state };
    if (!sampled) return this.current.run(context, () => work());
    return this.record(form, context, parent, work);
  }

  headers(): Record<string, string> {
    const context = this.current.getStore();
    return context ? traceHeadersOf(context) : {};
  }

  stop(): Promise<void> {
    return this.options.stop();
  }

  private async record<T>(
    { name, kind, attributes = {} }: SpanForm,
    context: TraceContext,
    parent: TraceContext | undefined,
    work: (span?: Span) => Promise<T>,
  ): Promise<T> {
    const startedAt = nanoseconds();
    const told: Record<string, Attributes[string]> = { ...attributes };
    let code: string | undefined;
    const span: Span = {
      add: (more) => void Object.assign(told, more),
      failed: (known) => void (code ??= known),
    };
    try {
      return await this.current.run(context, () => work(span));
    } catch (error) {
      code ??= codeOf(error);
      throw error;
    } finally {
      const { traceId, spanId, state } = context;
      this.options.ended({
        ...{ traceId, spanId, state, parentSpanId: parent?.spanId, name, kind, startedAt },
        ...{ endedAt: nanoseconds(), code, attributes: told },
      });
    }
  }
}

/** Of an error its code alone: what else it says may name a person. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && /^[A-Z_]{1,60}$/.test(code) ? code : FAULT;
}

function nanoseconds(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * NANOSECONDS_PER_MILLISECOND));
}

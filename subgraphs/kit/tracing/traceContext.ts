import { randomBytes } from 'node:crypto';

/** A place in a trace, as one process tells it to the next (W3C Trace Context). */
export interface TraceContext {
  /** 32 digits of hex. */
  readonly traceId: string;
  /** 16 digits of hex. */
  readonly spanId: string;
  readonly sampled: boolean;
  /** What others wrote beside it, handed on as it came. */
  readonly state?: string;
}

const TRACE_HEADER = 'traceparent';
const STATE_HEADER = 'tracestate';
const STATE_LENGTH_MAX = 512;
/** Of later versions what this one knows is read, as the standard asks; `ff` is none. */
const FORM = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED = 1;

/** @returns undefined for whatever is not of the standard's form: the trace begins anew then. */
export function readTrace(headers: Readonly<Record<string, unknown>>): TraceContext | undefined {
  const header = headers[TRACE_HEADER];
  const [, version, traceId, spanId, flags, more] = (typeof header === 'string' && FORM.exec(header)) || [];
  if (!traceId || !spanId || !flags || (version === '00' && more !== undefined)) return undefined;
  const state = headers[STATE_HEADER];
  const sampled = (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED;
  const isKept =
    typeof state === 'string' && state.length <= STATE_LENGTH_MAX && /^[\x20-\x7e]+$/.test(state);
  return { traceId, spanId, sampled, ...(isKept && { state }) };
}

export function traceHeadersOf({ traceId, spanId, sampled, state }: TraceContext): Record<string, string> {
  const header = `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
  return { [TRACE_HEADER]: header, ...(state !== undefined && { [STATE_HEADER]: state }) };
}

/** Random, and never all zeros, which stands for none. */
export function newTraceId(bytes: 8 | 16): string {
  const id = randomBytes(bytes).toString('hex');
  return /^0+$/.test(id) ? newTraceId(bytes) : id;
}

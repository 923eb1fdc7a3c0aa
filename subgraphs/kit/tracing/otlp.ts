import type { Attributes, SpanForm } from './span.js';

/** A step that is done. */
export interface EndedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly state: string | undefined;
  readonly name: string;
  readonly kind: SpanForm['kind'];
  /** Nanoseconds since 1970. */
  readonly startedAt: bigint;
  readonly endedAt: bigint;
  /** Of the error that it ended with. */
  readonly code: string | undefined;
  readonly attributes: Attributes;
}

/** As the protocol numbers them. */
const KINDS = { internal: 1, server: 2, client: 3 } as const;
const STATUS_ERROR = 2;
const SAMPLED = 1;

/** The body of a request of the OpenTelemetry protocol, in its JSON form: ids in hex, 64-bit numbers as text. */
export function otlpJson(resource: Attributes, spans: readonly EndedSpan[]): string {
  const scopeSpans = [{ scope: { name: 'data-cooperative-federation' }, spans: spans.map(toSpan) }];
  return JSON.stringify({
    resourceSpans: [{ resource: { attributes: toAttributes(resource) }, scopeSpans }],
  });
}

function toSpan({ startedAt, endedAt, attributes, code, kind, state, ...span }: EndedSpan): object {
  return {
    ...span,
    traceState: state,
    flags: SAMPLED,
    kind: KINDS[kind],
    startTimeUnixNano: String(startedAt),
    endTimeUnixNano: String(endedAt),
    attributes: toAttributes({ ...attributes, 'error.type': code }),
    status: code === undefined ? {} : { code: STATUS_ERROR },
  };
}

function toAttributes(attributes: Attributes): object[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: toValue(value) }],
  );
}

function toValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

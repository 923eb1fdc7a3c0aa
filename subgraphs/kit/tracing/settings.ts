import { z } from 'zod';
import { count, listOf, urlOf } from '../settingForms.js';

/** The environment variables of OpenTelemetry that are honoured, as its specification has them. */
const isPair = (text: string): boolean => /^[^=\s]+=[^\r\n]*$/.test(text) && isEncoded(text);
const PAIR = 'key=value, the value in percent-encoding';
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export type SamplerName = (typeof SAMPLERS)[number];

export const tracingSettingsSchema = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOf('http', 'https')
    .optional()
    .describe(
      'URL of an OpenTelemetry collector, to whose /v1/traces traces are sent; none by default, and then nothing is traced',
    ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: urlOf('http', 'https')
    .optional()
    .describe('URL to which traces are sent as it stands, instead of the above'),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .literal('http/json')
    .default('http/json')
    .describe('how traces are sent; every collector that takes OTLP over HTTP takes JSON'),
  OTEL_EXPORTER_OTLP_HEADERS: listOf(isPair, PAIR).describe(
    'headers for the collector, comma separated, as key=value; none by default',
  ),
  OTEL_EXPORTER_OTLP_TIMEOUT: count(1, 600_000)
    .default(10_000)
    .describe('milliseconds that the collector may take for one batch, as the specification has it'),
  OTEL_SDK_DISABLED: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .describe('true traces nothing, whatever else is set'),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).default('otlp').describe('none traces nothing, too'),
  OTEL_SERVICE_NAME: z
    .string()
    .max(200)
    .optional()
    .describe('name of this process in traces; default cooperative- and what runs in it'),
  OTEL_RESOURCE_ATTRIBUTES: listOf(isPair, PAIR).describe(
    'what else traces say of this process, comma separated, as key=value; none by default',
  ),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS)
    .default('parentbased_always_on')
    .describe(
      'which requests are traced; by default those of whose callers trace them, and of callers who do not say',
    ),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('share of traces that the samplers with traceidratio take'),
  OTEL_BSP_SCHEDULE_DELAY: count(1, 600_000)
    .default(5_000)
    .describe('milliseconds between two batches of spans, as the specification has it'),
  OTEL_BSP_MAX_QUEUE_SIZE: count(1, 1_000_000)
    .default(2_048)
    .describe('spans that wait to be sent, about 1 KiB each; beyond it the newest are dropped'),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: count(1, 100_000).default(512).describe('spans of one batch'),
});

export type TracingSettings = z.infer<typeof tracingSettingsSchema>;

/** Where traces go; undefined where nothing is traced. */
export function tracesUrl(settings: TracingSettings): string | undefined {
  if (settings.OTEL_SDK_DISABLED || settings.OTEL_TRACES_EXPORTER === 'none') return undefined;
  if (settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base } = settings;
  return base && `${base.replace(/\/+$/, '')}/v1/traces`;
}

/** `key=value` as the specification writes it, after W3C Baggage. */
export function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at).trim(), decodeURIComponent(text.slice(at + 1).trim())];
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

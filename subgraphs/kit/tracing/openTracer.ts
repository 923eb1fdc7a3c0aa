import type { Logger } from '../observability/logger.js';
import { samplerOf } from './sampler.js';
import { pairOf } from './settings.js';
import type { TracingSettings } from './settings.js';
import { SpanQueue } from './spanQueue.js';
import { Tracer } from './tracer.js';

export interface OpenTracerOptions {
  name: string;
  url: string;
  settings: TracingSettings;
  logger: Logger;
}

/** All that tracing takes, wired as the environment says. */
export function openTracer({ name, url, settings, logger }: OpenTracerOptions): Tracer {
  const queue = new SpanQueue({
    url,
    headers: Object.fromEntries(settings.OTEL_EXPORTER_OTLP_HEADERS.map(pairOf)),
    resource: {
      'service.name': `cooperative-${name}`,
      ...Object.fromEntries(settings.OTEL_RESOURCE_ATTRIBUTES.map(pairOf)),
      ...(settings.OTEL_SERVICE_NAME !== undefined && { 'service.name': settings.OTEL_SERVICE_NAME }),
    },
    timeoutMs: settings.OTEL_EXPORTER_OTLP_TIMEOUT,
    everyMs: settings.OTEL_BSP_SCHEDULE_DELAY,
    queueMax: settings.OTEL_BSP_MAX_QUEUE_SIZE,
    batchMax: settings.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
    logger,
  });
  return new Tracer({
    sampler: samplerOf(settings.OTEL_TRACES_SAMPLER, settings.OTEL_TRACES_SAMPLER_ARG),
    ended: queue.add,
    stop: () => queue.stop(),
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pino from 'pino';
import { samplerOf } from '../../subgraphs/kit/tracing/sampler.js';
import { newTraceId, readTrace, traceHeadersOf } from '../../subgraphs/kit/tracing/traceContext.js';
import { startTracing, traced, traceHeaders } from '../../subgraphs/kit/tracing/tracing.js';
import { openCollector } from '../support/collector.js';
import type { Collector } from '../support/collector.js';

const SEED = { seed: 20_261_129 };
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const traceparent = `00-${TRACE}-${PARENT}-01`;
const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''));
const silent = pino({ level: 'silent' });

describe('the headers of a trace', () => {
  it('are read as they were written', () =>
    fc.assert(
      fc.property(hex(32), hex(16), fc.boolean(), (traceId, spanId, sampled) => {
        fc.pre(!/^0+$/.test(traceId) && !/^0+$/.test(spanId));
        const context = { traceId, spanId, sampled };
        expect(readTrace(traceHeadersOf(context))).toEqual(context);
      }),
      SEED,
    ));

  it('are read of whatever comes without a fault', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant(traceparent)), fc.string(), (parent, tracestate) => {
        const read = readTrace({ traceparent: parent, tracestate });
        expect(read === undefined || parent.startsWith(`00-${read.traceId}`)).toBe(true);
      }),
      SEED,
    ));

  it.each([
    ['none', undefined],
    ['of zeros', `00-${'0'.repeat(32)}-${PARENT}-01`],
    ['without a span', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['in capitals', traceparent.toUpperCase()],
    ['of version ff', `ff-${TRACE}-${PARENT}-01`],
    ['with more than version 00 has', `${traceparent}-more`],
    ['twice', `${traceparent}, ${traceparent}`],
  ])('%s begin no trace of theirs', (_, header) =>
    expect(readTrace({ traceparent: header })).toBeUndefined(),
  );

  it('of a later version tell what this one knows', () =>
    expect(readTrace({ traceparent: `cc-${TRACE}-${PARENT}-01-what` })).toMatchObject({ spanId: PARENT }));

  it('hand on what others wrote beside them, within bounds', () => {
    const read = readTrace({ traceparent, tracestate: 'a=1,b=2' })!;
    expect(traceHeadersOf(read)).toEqual({ traceparent, tracestate: 'a=1,b=2' });
    expect(readTrace({ traceparent, tracestate: 'a'.repeat(513) })).not.toHaveProperty('state');
    expect(readTrace({ traceparent, tracestate: 'a=1\r\nx: y' })).not.toHaveProperty('state');
  });
});

describe('a sampler', () => {
  const parent = (sampled: boolean) => ({ traceId: TRACE, spanId: PARENT, sampled });
  it.each([
    ['always_on', [true, true, true]],
    ['always_off', [false, false, false]],
    ['parentbased_always_on', [true, true, false]],
    ['parentbased_always_off', [false, true, false]],
  ] as const)('%s keeps those without, with a kept, with a left parent: %p', (name, kept) => {
    const sampler = samplerOf(name, 1);
    expect([undefined, parent(true), parent(false)].map((one) => sampler(TRACE, one))).toEqual(kept);
  });

  it('of a share takes nearly that share, and decides alike everywhere', () => {
    const ids = Array.from({ length: 2_000 }, () => newTraceId(16));
    const kept = ids.filter((id) => samplerOf('traceidratio', 0.25)(id, undefined));
    // 500 are expected, with a deviation of 19: nine of these are not met once in a billion of billions.
    expect(Math.abs(kept.length - 500)).toBeLessThan(180);
    expect(kept.every((id) => samplerOf('parentbased_traceidratio', 0.25)(id, undefined))).toBe(true);
    expect(samplerOf('traceidratio', 0)('f'.repeat(32), undefined)).toBe(false);
    expect(samplerOf('traceidratio', 1)('f'.repeat(32), undefined)).toBe(true);
  });
});

describe('tracing', () => {
  let collector: Collector;
  beforeAll(async () => {
    collector = await openCollector();
  });
  afterAll(() => collector.close());
  const step = (name: string, headers?: Record<string, string>) => () =>
    ({ name, kind: 'internal', headers }) as const;

  it('is off unless it has somewhere to send to, and then does nothing', async () => {
    for (const more of [{}, { OTEL_SDK_DISABLED: 'true' }, { OTEL_TRACES_EXPORTER: 'none' }]) {
      const on = Object.keys(more).length > 0 ? { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } : {};
      const stop = await startTracing('test', { ...on, ...more }, silent);
      await traced(
        () => {
          throw new Error('nobody asks what a step is called');
        },
        async (span) => expect(span).toBeUndefined(),
      );
      expect(traceHeaders()).toEqual({});
      await stop();
    }
    expect(collector.spans()).toEqual([]);
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'no pair'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%'],
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER_ARG', '2'],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '0'],
  ])('refuses %s=%s by its name', async (name, value) => {
    await expect(startTracing('test', { [name]: value }, silent)).rejects.toThrow(`${name}: `);
  });

  it('tells of each step: of which trace, below which other, of whom, and how it ended', async () => {
    const stop = await startTracing(
      'test',
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=trial',
        OTEL_SERVICE_NAME: 'a name',
      },
      silent,
    );
    let told: Readonly<Record<string, string>> = {};
    await traced(step('outer', { traceparent }), async (span) => {
      span?.add({ count: 3, whole: true, absent: undefined });
      told = traceHeaders();
      const failing = traced(step('inner'), async () => {
        await sleep(1);
        throw Object.assign(new Error('a name of a person'), { code: 'NOT_FOUND' });
      });
      await expect(failing).rejects.toThrow();
    });
    await traced(
      () => ({ ...step('by itself')(), onlyWithin: true }),
      async () => undefined,
    );
    await traced(step('left out', { traceparent: traceparent.replace(/01$/, '00') }), async () => {
      expect(traceHeaders().traceparent).toMatch(new RegExp(`^00-${TRACE}-(?!${PARENT}).{16}-00$`));
    });
    await stop();
    const [inner, outer, ...more] = collector.spans();
    expect(more).toEqual([]);
    expect(outer).toMatchObject({ name: 'outer', traceId: TRACE, parentSpanId: PARENT, service: 'a name' });
    expect(told.traceparent).toBe(`00-${TRACE}-${outer!.spanId}-01`);
    expect(outer!.attributes).toEqual({ count: 3, whole: true });
    expect(inner).toMatchObject({ name: 'inner', traceId: TRACE, parentSpanId: outer!.spanId });
    expect(inner!.attributes).toEqual({ 'error.type': 'NOT_FOUND' });
    expect(inner!.failed).toBe(true);
    expect(collector.requests()[0]).toMatchObject({ path: '/v1/traces', key: 'a b' });
    expect(collector.text()).not.toContain('a name of a person');
    expect(traceHeaders()).toEqual({});
  });

  it('holds nobody up where the collector is away or refuses: it drops, and says so once', async () => {
    const warned: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => void warned.push(line) });
    for (const url of ['http://127.0.0.1:1', `${collector.url}/refuse`]) {
      warned.length = 0;
      const environment = {
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url,
        OTEL_BSP_MAX_QUEUE_SIZE: '5',
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '5',
      };
      const stop = await startTracing('test', environment, logger);
      for (let i = 0; i < 50; i++) await traced(step('one of many'), async () => undefined);
      await stop();
      expect(warned).toHaveLength(1);
      expect(warned[0]).toMatch(/spans were not sent/);
    }
  });

  it('gives a collector that hangs no more than its time', async () => {
    const environment = {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/hang`,
      OTEL_EXPORTER_OTLP_TIMEOUT: '200',
    };
    const stop = await startTracing('test', environment, silent);
    await traced(step('late'), async () => undefined);
    const began = performance.now();
    await stop();
    // Ten times what it may take, for a machine that does much else.
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

/* eslint-disable @typescript-eslint/no-explicit-any -- the form of what comes is what the tests look at */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as a collector hears of it. */
export interface CollectedSpan {
  /** Of the process that tells of it. */
  service: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  name: string;
  kind: number;
  failed: boolean;
  attributes: Record<string, unknown>;
}

/** An OpenTelemetry collector that takes traces over HTTP in JSON, and keeps them. */
export interface Collector {
  readonly url: string;
  spans(): CollectedSpan[];
  requests(): { path: string; key: string | undefined }[];
  /** All that came, as it came. */
  text(): string;
  close(): Promise<void>;
}

export async function openCollector(): Promise<Collector> {
  const requests: { path: string; key: string | undefined }[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      if (request.url === '/hang') return;
      if (request.url === '/refuse') return void response.writeHead(503).end();
      requests.push({ path: request.url ?? '', key: request.headers['x-key'] as string | undefined });
      bodies.push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => bodies.flatMap(spansIn),
    requests: () => requests,
    text: () => bodies.join('\n'),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function spansIn(body: string): CollectedSpan[] {
  const { resourceSpans } = JSON.parse(body);
  return resourceSpans.flatMap(({ resource, scopeSpans }: any) =>
    scopeSpans.flatMap(({ spans }: any) =>
      spans.map(({ traceId, spanId, parentSpanId, name, kind, status, attributes }: any) => ({
        service: attributesOf(resource.attributes)['service.name'],
        ...{ traceId, spanId, parentSpanId, name, kind },
        failed: status.code === 2,
        attributes: attributesOf(attributes),
      })),
    ),
  );
}

function attributesOf(list: any[]): Record<string, unknown> {
  return Object.fromEntries(
    list.map(({ key, value: { stringValue, boolValue, intValue, doubleValue } }) => [
      key,
      stringValue ?? boolValue ?? doubleValue ?? Number(intValue),
    ]),
  );
}

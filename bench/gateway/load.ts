import { Client } from 'undici';
import type { Dispatcher } from 'undici';

/** Who sends the requests: undici, or another's load generator as a cross-check of this one. */
export const LOADS = ['ours', 'autocannon'] as const;
export type LoadName = (typeof LOADS)[number];

/** What one run of requests took, as its sender saw it. */
export interface LoadResult {
  requests: number;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
}

export interface Load {
  url: string;
  query: string;
  requests: number;
  /** Each keeps one connection and one request on its way. */
  connections: number;
  /** Bytes that every answer must have: it was looked at whole before. */
  answerBytes: number;
}

/** Sends a fixed number of equal requests, each as soon as the one before it on its connection is answered. */
export async function run({ url, query, requests, connections, answerBytes }: Load): Promise<LoadResult> {
  const { origin, pathname } = new URL(url);
  const latenciesMs = new Float64Array(requests);
  const request: Dispatcher.DispatchOptions = {
    path: pathname,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
  };
  const clients = Array.from({ length: connections }, () => new Client(origin, { pipelining: 1 }));
  let sent = 0;
  const keepSending = async (client: Client): Promise<void> => {
    while (sent < requests) {
      const index = sent++;
      const began = performance.now();
      const { status, bytes } = await send(client, request);
      latenciesMs[index] = performance.now() - began;
      if (status !== 200 || bytes !== answerBytes)
        throw new Error(`answered ${status} with ${bytes} bytes instead of ${answerBytes}`);
    }
  };
  const began = performance.now();
  try {
    await Promise.all(clients.map(keepSending));
  } finally {
    await Promise.all(clients.map((client) => client.destroy()));
  }
  const seconds = (performance.now() - began) / 1000;
  latenciesMs.sort();
  return { requests, seconds, p50Ms: quantile(latenciesMs, 0.5), p99Ms: quantile(latenciesMs, 0.99) };
}

function send(
  client: Client,
  request: Dispatcher.DispatchOptions,
): Promise<{ status: number; bytes: number }> {
  return new Promise((done, fail) => {
    let status = 0;
    let bytes = 0;
    client.dispatch(request, {
      onRequestStart() {},
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData(_controller, chunk) {
        bytes += chunk.length;
      },
      onResponseEnd: () => done({ status, bytes }),
      onResponseError: (_controller, error) => fail(error),
    });
  });
}

const quantile = (ascending: Float64Array, share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))]!;

/** One request, its answer read whole. */
export async function ask(url: string, query: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
  });
  return { status: answer.status, text: await answer.text() };
}

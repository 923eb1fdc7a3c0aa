import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sendStream } from '../../../subgraphs/kit/http/sendStream.js';

const LOOK_MS = 12_000;

/** The other end of a connection, as far as it can be told from here. */
class Reader extends EventEmitter {
  destroyed = false;
  reads = true;
  readonly written: string[] = [];

  get writableNeedDrain(): boolean {
    return !this.reads;
  }
  writeHead(): void {}
  flushHeaders(): void {}
  write(text: string): boolean {
    this.written.push(text);
    return this.reads;
  }
  end(): void {}
  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

describe('a stream', () => {
  let reader: Reader;
  let asked: number;
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    reader = new Reader();
    asked = 0;
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  async function* chunks(gone: AbortSignal): AsyncGenerator<string> {
    while (!gone.aborted) {
      asked += 1;
      yield await Promise.resolve(`chunk ${asked}`);
      if (reader.reads) await new Promise<void>((next) => gone.addEventListener('abort', () => next()));
    }
  }
  const send = (): Promise<void> =>
    sendStream(reader as unknown as ServerResponse, { status: 200, head: [] }, chunks);
  const looks = async (count: number): Promise<void> => {
    for (let look = 0; look < count; look++) await jest.advanceTimersByTimeAsync(LOOK_MS);
  };

  test('gives a sign of life to a reader who reads', async () => {
    const sending = send();
    await looks(20);
    expect(reader.destroyed).toBe(false);
    expect(reader.written).toEqual(['chunk 1', ...Array.from({ length: 20 }, () => ':\n\n')]);
    reader.destroy();
    await sending;
  });

  test('asks for nothing more while nobody reads, and is cut at the fifth look', async () => {
    reader.reads = false;
    const sending = send();
    await looks(4);
    expect(reader.destroyed).toBe(false);
    expect(asked).toBe(1);
    await looks(1);
    expect(reader.destroyed).toBe(true);
    await sending;
    expect(reader.written).toEqual(['chunk 1']);
  });

  test('is not cut where a reader reads again in between', async () => {
    reader.reads = false;
    const sending = send();
    await looks(4);
    reader.reads = true;
    await looks(1);
    reader.reads = false;
    await looks(4);
    expect(reader.destroyed).toBe(false);
    reader.destroy();
    await sending;
  });
});

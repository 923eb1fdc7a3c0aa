import type { Redis } from 'ioredis';
import type { DocumentStore } from './documentStore.js';

/** Documents that nobody asks for are forgotten after a day. */
const LIFE_SECONDS = 86_400;

/** For several gateways over one Redis. What cannot be had there counts as never registered. */
export class RedisDocuments implements DocumentStore {
  /** @param redis - closed by whoever opened it. */
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
    private readonly warn: (error: unknown) => void,
  ) {}

  async get(sha256: string): Promise<string | undefined> {
    try {
      return (await this.redis.getex(this.prefix + sha256, 'EX', LIFE_SECONDS)) ?? undefined;
    } catch (error) {
      this.warn(error);
      return undefined;
    }
  }

  async put(sha256: string, document: string): Promise<void> {
    try {
      await this.redis.set(this.prefix + sha256, document, 'EX', LIFE_SECONDS);
    } catch (error) {
      this.warn(error);
    }
  }
}

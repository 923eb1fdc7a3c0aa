import { RequestRefused, type GraphQLFailure } from './errors.js';
import { Positions } from './positions.js';

/** Attempts for one request, first one included. Eight doublings of 100 ms outlast any ordinary lag of a projection. */
const ATTEMPTS_MAX = 8;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** As long as the gateway takes at most, so that it is the gateway that says what was late. */
const TIMEOUT_MS = 30_000;

export interface ClientOptions {
  /** The gateway's GraphQL endpoint. */
  readonly url: string;
  /** Gives the access token to send; absent for an anonymous client. */
  readonly accessToken?: () => Promise<string>;
  readonly positions?: Positions;
  readonly fetch?: typeof globalThis.fetch;
  readonly pause?: (milliseconds: number) => Promise<void>;
  /** When to ask again; by default as far as `repeat` allows, eight attempts in all. */
  readonly patience?: Patience;
  /** Milliseconds until an answer is given up. */
  readonly timeoutMs?: number;
}

export interface Patience {
  /**
   * @param attempt - how many there were.
   * @returns milliseconds to wait before the next one; undefined when the caller shall hear of the error.
   */
  pauseAfter(error: unknown, attempt: number, repeat: Repeat): number | undefined;
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphQLFailure[];
  readonly extensions?: { readonly journalPosition?: unknown };
}

/**
 * When a request may be asked again: whatever happened to it; only after it was refused whole; or never, since a part
 * of it may have been done.
 */
export type Repeat = 'always' | 'refused' | 'never';

/** Speaks GraphQL over HTTP for one viewer, and reads what that viewer wrote. */
export class GraphQLClient {
  readonly positions: Positions;
  private readonly fetch: typeof globalThis.fetch;
  private readonly pause: (milliseconds: number) => Promise<void>;

  constructor(private readonly options: ClientOptions) {
    this.positions = options.positions ?? new Positions();
    this.fetch = options.fetch ?? globalThis.fetch;
    this.pause = options.pause ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  }

  /**
   * Runs one document and returns its data.
   *
   * Asks again while the gateway is busy, and as far as `repeat` allows when a projection lags or the connection breaks.
   * A query may always be repeated; a mutation, unless its caller knows better, never.
   *
   * @throws RequestRefused when the answer holds errors; TypeError when the endpoint cannot be reached.
   */
  async execute<Data>(
    document: string,
    variables: Record<string, unknown> = {},
    { repeat = isMutation(document) ? 'never' : 'always' }: { repeat?: Repeat } = {},
  ): Promise<Data> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once<Data>(document, variables);
      } catch (error) {
        const pauseMs = (this.options.patience ?? USUAL_PATIENCE).pauseAfter(error, attempt, repeat);
        if (pauseMs === undefined) throw error;
        await this.pause(pauseMs);
      }
    }
  }

  private async once<Data>(document: string, variables: Record<string, unknown>): Promise<Data> {
    const response = await this.fetch(this.options.url, {
      method: 'POST',
      headers: await this.headers(),
      body: JSON.stringify({ query: document, variables }),
      signal: AbortSignal.timeout(this.options.timeoutMs ?? TIMEOUT_MS),
    });
    const answer = await readAnswer<Data>(response);
    this.positions.remember(answer.extensions?.journalPosition);
    if (answer.errors?.length || answer.data === undefined || answer.data === null) {
      throw new RequestRefused(
        answer.errors ?? [{ message: 'The answer was empty.' }],
        answer.data,
        response.status,
      );
    }
    return answer.data;
  }

  /** What a request of this viewer carries. */
  async headers(): Promise<Record<string, string>> {
    const token = await this.options.accessToken?.();
    const position = this.positions.header();
    return {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(position === undefined ? {} : { 'journal-position': position }),
    };
  }
}

async function readAnswer<Data>(response: Response): Promise<Answer<Data>> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Answer<Data>;
  } catch {
    return { errors: [{ message: `HTTP ${response.status}: ${text.slice(0, 200)}` }] };
  }
}

const USUAL_PATIENCE: Patience = {
  pauseAfter(error, attempt, repeat) {
    if (attempt >= ATTEMPTS_MAX || !mayAskAgain(error, repeat)) return undefined;
    return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  },
};

function mayAskAgain(error: unknown, repeat: Repeat): boolean {
  if (!(error instanceof RequestRefused)) return repeat === 'always';
  if (error.status === 429 || error.status === 503) return true;
  return error.isOnly('PROJECTION_BEHIND') && repeat !== 'never';
}

function isMutation(document: string): boolean {
  return /^\s*mutation\b/.test(document);
}

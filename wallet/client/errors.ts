/** An error of a GraphQL answer, as it came. */
export interface GraphQLFailure {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly retry?: string; readonly [name: string]: unknown };
}

/** The server refused all or part of a request. `data` holds what it did do. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';

  constructor(
    readonly failures: readonly GraphQLFailure[],
    readonly data: unknown,
    readonly status: number,
  ) {
    super(failures.map(describe).join(' '));
  }

  /** The first failure's code. */
  get code(): string {
    return this.failures[0]?.extensions?.code ?? 'UNKNOWN';
  }

  /** Whether every failure has this code. */
  isOnly(code: string): boolean {
    return this.failures.length > 0 && this.failures.every((failure) => failure.extensions?.code === code);
  }
}

function describe({ message, extensions, path }: GraphQLFailure): string {
  return `${extensions?.code ?? 'UNKNOWN'}${path ? ` at ${path.join('.')}` : ''}: ${message}`;
}

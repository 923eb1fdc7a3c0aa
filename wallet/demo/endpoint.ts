import { GraphQLClient, type ClientOptions } from '../client/graphqlClient.js';
import { call, performAll } from '../client/mutation.js';
import { Session, answerChallenge } from '../client/session.js';
import type { SigningKey } from '../keys/signingKey.js';
import { requestSignIn, signIn, type Tokens } from '../operations/signIn.js';
import { chunked } from './pool.js';

/** Somebody who is signed in. */
export interface Person {
  readonly key: SigningKey;
  readonly client: GraphQLClient;
}

/** Sign-ins in one request: a root field each. */
const SIGN_INS_MAX = 20;

/** How its requests are sent, and what is done about those that fail. */
export interface Manner extends Pick<ClientOptions, 'fetch' | 'patience' | 'timeoutMs'> {
  /** Does a step again while what it meets may pass. */
  over?<Result>(what: string, step: (again: boolean) => Promise<Result>): Promise<Result>;
}

/** The public GraphQL endpoint of an installation. */
export class Endpoint {
  readonly anonymous: GraphQLClient;
  private readonly options: ClientOptions;

  /** @param origin - such as `http://localhost:4000`. */
  constructor(
    origin: string,
    private readonly manner: Manner = {},
  ) {
    this.options = { ...manner, url: new URL('/graphql', origin).href };
    this.anonymous = new GraphQLClient(this.options);
  }

  /** Does a step that first looks what is there. */
  over<Result>(what: string, step: (again: boolean) => Promise<Result>): Promise<Result> {
    return this.manner.over ? this.manner.over(what, step) : step(false);
  }

  async signIn(key: SigningKey): Promise<Person> {
    const [person] = await this.signInAll([key]);
    return person!;
  }

  /** Signs in several people, in their order, with two requests for every twenty. */
  async signInAll(keys: readonly SigningKey[]): Promise<Person[]> {
    const groups = await Promise.all(chunked(keys, SIGN_INS_MAX).map((group) => this.signInGroup(group)));
    return groups.flat();
  }

  private async signInGroup(keys: readonly SigningKey[]): Promise<Person[]> {
    const tokens = await this.tokensOf(keys);
    return keys.map((key, index) => {
      let session = new Session(this.anonymous, tokens[index]!);
      let signingIn: Promise<void> | undefined;
      // Whoever has waited so long that the session ended, or never heard what became of a renewal, signs in anew.
      const anew = async (): Promise<void> => {
        const [fresh] = await this.tokensOf([key]);
        session = new Session(this.anonymous, fresh!);
      };
      const accessToken = async (): Promise<string> => {
        try {
          return await session.accessToken();
        } catch {
          signingIn ??= anew().finally(() => (signingIn = undefined));
          await signingIn;
          return session.accessToken();
        }
      };
      return { key, client: new GraphQLClient({ ...this.options, accessToken }) };
    });
  }

  private tokensOf(keys: readonly SigningKey[]): Promise<Tokens[]> {
    return this.over('people sign in', async () => {
      const challenges = await performAll(
        this.anonymous,
        keys.map(({ did }) => call(requestSignIn, { did })),
      );
      return performAll(
        this.anonymous,
        keys.map((key, index) => call(signIn, answerChallenge(key, challenges[index]!))),
      );
    });
  }
}

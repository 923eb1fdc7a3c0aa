import { GraphQLClient } from '../client/graphqlClient.js';
import { call, performAll } from '../client/mutation.js';
import { Session, answerChallenge } from '../client/session.js';
import type { SigningKey } from '../keys/signingKey.js';
import { requestSignIn, signIn } from '../operations/signIn.js';
import { chunked } from './pool.js';

/** Somebody who is signed in. */
export interface Person {
  readonly key: SigningKey;
  readonly client: GraphQLClient;
}

/** Sign-ins in one request: a root field each. */
const SIGN_INS_MAX = 20;

/** The public GraphQL endpoint of an installation. */
export class Endpoint {
  readonly anonymous: GraphQLClient;
  private readonly url: string;

  /** @param origin - such as `http://localhost:4000`. */
  constructor(origin: string) {
    this.url = new URL('/graphql', origin).href;
    this.anonymous = new GraphQLClient({ url: this.url });
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
    const challenges = await performAll(
      this.anonymous,
      keys.map(({ did }) => call(requestSignIn, { did })),
    );
    const tokens = await performAll(
      this.anonymous,
      keys.map((key, index) => call(signIn, answerChallenge(key, challenges[index]!))),
    );
    return keys.map((key, index) => {
      const session = new Session(this.anonymous, tokens[index]!);
      return { key, client: new GraphQLClient({ url: this.url, accessToken: () => session.accessToken() }) };
    });
  }
}

import type { z } from 'zod';
import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import { domainErrorIn } from '../../../subgraphs/kit/errors/format.js';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import type { HttpRequest, Route } from '../../../subgraphs/kit/http/http.js';
import { ERRORS } from '../../errors.js';
import { refusal } from '../../observability/refusal.js';
import { nameOf, requireAuthorOf, requireOperator } from './authors.js';
import type { Author, Authors } from './authors.js';
import type { Follower } from './follower.js';
import type { PartnerRegistration } from './partnerRegistration.js';
import { Queue } from './queue.js';
import type { Registry } from './registry.js';
import { readRequest, REQUESTS } from './requests.js';

export interface RegistryRoutesOptions {
  registry: Registry;
  authors: Authors;
  registration: PartnerRegistration;
  follower: Pick<Follower, 'look' | 'generation'>;
}

/** The largest schema, escaped as JSON, with room to spare. */
const BODY_BYTES_MAX = 640 * 1024;
/** Publications under way or waiting: each composes, and takes a second or more. */
const WAITING_MAX = 8;

const STATUS: Readonly<Record<string, number>> = {
  [COMMON.UNAUTHENTICATED.code]: 401,
  [COMMON.FORBIDDEN.code]: 403,
  [COMMON.NOT_FOUND.code]: 404,
  [COMMON.BAD_USER_INPUT.code]: 400,
  [ERRORS.NAME_TAKEN.code]: 409,
  [ERRORS.SCHEMA_BREAKS.code]: 409,
  [ERRORS.SCHEMA_REFUSED.code]: 422,
  [COMMON.SERVICE_UNAVAILABLE.code]: 503,
  [COMMON.OVERLOADED.code]: 503,
  [ERRORS.IDENTITY_UNAVAILABLE.code]: 503,
};

/** The registry over HTTP, for operators and for partners; every answer is JSON. */
export function registryRoutes({
  registry,
  authors,
  registration,
  follower,
}: RegistryRoutesOptions): Route[] {
  const queue = new Queue(WAITING_MAX);

  function post<S extends z.ZodType>(
    path: string,
    schema: S,
    work: (request: z.infer<S>, author: Author) => Promise<object>,
  ): Route {
    const handle = (request: HttpRequest): Promise<object> =>
      // Whoever may not do anything here hears nothing of how it would be done.
      authors
        .authorOf(request.headers.authorization)
        .then((author) => work(readRequest(schema, request.body), author));
    return route('POST', `/registry/${path}`, BODY_BYTES_MAX, handle);
  }

  const list = route('GET', '/registry/subgraphs', 0, async ({ headers }) => {
    const author = await authors.authorOf(headers.authorization);
    const { generation, subgraphs } = await registry.list();
    const own = subgraphs.filter(({ name }) => author.kind === 'operator' || author.name === name);
    return { generation, running: follower.generation, subgraphs: own };
  });

  return [
    list,
    post('check', REQUESTS.check, ({ subgraph, sdl }, author) => {
      requireAuthorOf(author, subgraph);
      return queue.run(() => registry.check(subgraph, sdl));
    }),
    post('publish', REQUESTS.publish, ({ subgraph, sdl, force }, author) => {
      requireAuthorOf(author, subgraph);
      if (force) requireOperator(author);
      return queue.run(async () => {
        const published = await registry.publish(subgraph, sdl, { by: nameOf(author), force });
        await follower.look();
        return { ...published, running: follower.generation };
      });
    }),
    post('retire', REQUESTS.retire, ({ subgraph, force }, author) => {
      requireAuthorOf(author, subgraph);
      if (force) requireOperator(author);
      return queue.run(async () => {
        const retired = await registry.publish(subgraph, null, { by: nameOf(author), force });
        await follower.look();
        return { ...retired, running: follower.generation };
      });
    }),
    post('register', REQUESTS.register, ({ subgraph, ...partner }, author) => {
      requireOperator(author);
      return queue.run(() => registration.register({ name: subgraph, ...partner }, nameOf(author)));
    }),
    post('issue-token', REQUESTS.issueToken, ({ subgraph }, author) => {
      requireOperator(author);
      return registration.issueToken(subgraph);
    }),
    post('revoke-token', REQUESTS.revokeToken, async ({ tokenId }, author) => {
      requireOperator(author);
      await authors.revoke(tokenId);
      return { tokenId };
    }),
  ];
}

function route(
  method: Route['method'],
  path: string,
  bodyBytesMax: number,
  handle: (request: HttpRequest) => Promise<object>,
): Route {
  return {
    method,
    path,
    bodyBytesMax,
    async handle(request) {
      try {
        const body = JSON.stringify(await handle(request));
        return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
      } catch (error) {
        const known = domainErrorIn(error);
        throw known instanceof DomainError ? refusal(known, STATUS[known.code] ?? 400) : error;
      }
    },
  };
}

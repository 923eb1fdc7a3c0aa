import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { HttpAnswer, Route } from '../../subgraphs/kit/http/http.js';
import { STREAM_PATH } from './paths.js';

interface Altair {
  getDistDirectory(): string;
  renderAltair(options: object): string;
  renderInitSnippet(options: object): string;
}

/** Its own ES module form is CommonJS under a name that Node would misread. */
const altair = createRequire(import.meta.url)('altair-static') as Altair;

const ASSETS = '/ide/';
// cspell:ignore Seperate
const OPTIONS_SCRIPT = 'initial_options.js';

const OPTIONS = {
  endpointURL: '/graphql',
  // As an event stream: it carries the headers that are set in the IDE, which a browser's WebSocket cannot.
  subscriptionsEndpoint: STREAM_PATH,
  initialSubscriptionRequestHandlerId: 'graphql-sse',
  baseURL: ASSETS,
  initialName: 'Data cooperatives',
  initialQuery: '{\n  cooperatives {\n    nodes {\n      slug\n      name\n      mission\n    }\n  }\n}\n',
  // Accounts, news and plug-ins from elsewhere: nothing that the policy below would not stop anyway.
  disableAccount: true,
  persistedSettings: {
    'alert.disableUpdateNotification': true,
    'banners.disable': true,
    'plugin.list': [],
    disablePushNotification: true,
  },
  serveInitialOptionsInSeperateRequest: OPTIONS_SCRIPT,
};

/**
 * The page may load only what we serve and talk only to us, so that the IDE works without a network and nothing
 * that is typed into it leaves. Its editor writes style attributes, hence the one loosened rule.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** The page of the in-browser IDE. */
export function idePage(): HttpAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
    body: altair.renderAltair(OPTIONS),
  };
}

/** The page at `/` and what it loads: the files of the package, each a route, so that no path can lead elsewhere. */
export function ideRoutes(): Route[] {
  const directory = altair.getDistDirectory();
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in TYPES && entry.name !== 'index.html')
    .map((entry) => join(entry.parentPath, entry.name));
  const page: Route = { method: 'GET', path: '/', bodyBytesMax: 0, handle: () => Promise.resolve(idePage()) };
  const start: Route = {
    method: 'GET',
    path: `${ASSETS}${OPTIONS_SCRIPT}`,
    bodyBytesMax: 0,
    handle: () => Promise.resolve(asset('.js', altair.renderInitSnippet(OPTIONS))),
  };
  const assets = files.map((file): Route => {
    const path = ASSETS + relative(directory, file).split(sep).join('/');
    return {
      method: 'GET',
      path,
      bodyBytesMax: 0,
      handle: async () => asset(extname(file), await readFile(file)),
    };
  });
  return [page, start, ...assets];
}

function asset(extension: string, body: string | Buffer): HttpAnswer {
  const headers = { 'content-type': TYPES[extension]!, 'cache-control': 'public, max-age=3600' };
  return { status: 200, headers, body };
}

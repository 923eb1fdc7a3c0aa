import { describe, expect, test } from '@jest/globals';
import { idePage, ideRoutes } from '../../../gateway/http/ideRoutes.js';

const routes = new Map(ideRoutes().map((route) => [route.path, route]));

async function load(path: string): Promise<{ type: string; body: string }> {
  const route = routes.get(path);
  if (!route) throw new Error(`nothing is served under ${path}`);
  const query = new URLSearchParams();
  const { headers, body } = await route.handle({
    method: 'GET',
    path,
    query,
    headers: {},
    body: Buffer.alloc(0),
  });
  return { type: headers!['content-type']!, body: String(body) };
}

describe('the IDE', () => {
  const { headers, body } = idePage();
  const page = String(body);
  const loaded = [...page.matchAll(/<(?:script|link|img)[^>]+?(?:src|href)="([^"]+)"/g)].map(
    ([, path]) => path!,
  );

  test('loads nothing from elsewhere, and everything that it loads is served', async () => {
    expect(page).toContain('<base href="/ide/">');
    expect(loaded.length).toBeGreaterThan(5);
    for (const path of loaded) {
      expect(path).not.toMatch(/^(https?:)?\/\//);
      expect((await load(`/ide/${path}`)).body.length).toBeGreaterThan(0);
    }
  });

  test('runs no script that stands in the page', () => {
    for (const [tag] of page.matchAll(/<script[^>]*>/g)) expect(tag).toMatch(/ src="/);
  });

  test('may talk to us alone', () => {
    const policy = headers!['content-security-policy']!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/);
  });

  test('is told where the endpoint is, and to do without accounts', async () => {
    const { type, body: script } = await load('/ide/initial_options.js');
    expect(type).toMatch(/^text\/javascript/);
    expect(script).toContain('/graphql');
    expect(script).toMatch(/"?disableAccount"?: *true/);
  });

  test('is told where subscriptions are, in a form that carries the headers set in it', async () => {
    const { body: script } = await load('/ide/initial_options.js');
    expect(script).toMatch(/subscriptionsEndpoint: `\/graphql\/stream`/);
    expect(script).toMatch(/initialSubscriptionRequestHandlerId: `graphql-sse`/);
  });

  test('has styles and chunks that name no other place to load from', async () => {
    const styles = [...routes.keys()].filter((path) => path.endsWith('.css'));
    for (const path of styles)
      expect((await load(path)).body).not.toMatch(/(@import|url\()\s*["']?(https?:)?\/\//);
  });
});

import type { Settings } from '../subgraphs/kit/settings.js';

/** Says where to go, in the form that the README shows. */
export function announce(url: string, settings: Settings): void {
  console.log(`gateway ready at ${url} (membership, governance, data, payouts)`);
  console.log(`  GraphQL  ${url}/graphql`);
  console.log(`  IDE      ${url}/`);
  if (!settings.DEMO) return;
  console.log('  sign in  npm run token -- --list        the demo people');
  console.log('           npm run token -- --as <name>   an access token of one of them');
}

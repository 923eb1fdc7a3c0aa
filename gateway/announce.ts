import { settingsSchema } from '../subgraphs/kit/settings.js';
import type { Settings } from '../subgraphs/kit/settings.js';

type Where = Pick<Settings, 'HOST' | 'PORT' | 'DATA_DIR'>;

/** Says where to go, in the form that the README shows. */
export function announce(url: string, settings: Settings, { ide }: { ide: boolean }): void {
  console.log(`gateway ready at ${url} (membership, governance, data, payouts)`);
  console.log(`  GraphQL  ${url}/graphql`);
  if (ide) console.log(`  IDE      ${url}/`);
  if (!settings.DEMO) return;
  const here = { ...settings, PORT: Number(new URL(url).port) };
  console.log(`  sign in  ${commandHere('npm run token -- --list', here)}        the demo people`);
  console.log(
    `           ${commandHere('npm run token -- --as <name>', here)}   an access token of one of them`,
  );
}

/** A command as it has to be typed to mean this copy: with the settings that say where it is, unless they are the usual. */
export function commandHere(command: string, where: Where): string {
  const usual: Where = settingsSchema.parse({});
  const said = (['HOST', 'PORT', 'DATA_DIR'] as const)
    .filter((name) => where[name] !== usual[name])
    .map((name) => `${name}=${quoted(String(where[name]))}`);
  return [...said, command].join(' ');
}

/** As a shell reads it back. */
function quoted(text: string): string {
  return /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

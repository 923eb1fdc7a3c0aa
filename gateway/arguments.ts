import { parseArgs } from 'node:util';

/** What the command line asks for. */
export type Mode =
  /** The gateway and the four services in this process, or the gateway alone with the services in others. */
  | { readonly kind: 'cooperative'; readonly alone: boolean }
  /** The engine alone, on a supergraph of whoever starts it. */
  | { readonly kind: 'supergraph'; readonly file: string; readonly port: number | undefined };

const PORT_MAX = 65_535;
const USAGE = 'usage: npm start | npm run start:gateway [-- --supergraph <file.graphql> [--port <n>]]';

/** @param given - the arguments after the program's name. @throws Error that says what is wrong with them. */
export function readArguments(given: readonly string[]): Mode {
  const { alone, supergraph, port } = parse(given);
  if (supergraph === undefined) {
    if (port !== undefined) throw wrong('--port goes with --supergraph; else the setting PORT says it');
    return { kind: 'cooperative', alone };
  }
  if (supergraph === '') throw wrong('--supergraph takes the path of a file');
  return { kind: 'supergraph', file: supergraph, port: port === undefined ? undefined : readPort(port) };
}

function parse(given: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...given],
      options: {
        alone: { type: 'boolean', default: false },
        supergraph: { type: 'string' },
        port: { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > PORT_MAX) throw wrong(`--port takes a number up to ${PORT_MAX}`);
  return port;
}

function wrong(reason: string): Error {
  return new Error(`${reason}\n${USAGE}`);
}

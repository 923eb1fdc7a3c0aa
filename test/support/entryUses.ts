import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';

const SUBGRAPHS = fileURLToPath(new URL('../../subgraphs/', import.meta.url));

export interface Source {
  path: string;
  /** The first folder beneath the service's own; empty for its wiring. */
  room: string;
  text: string;
}

export function sourcesOf(service: ServiceName): Source[] {
  return readdirSync(join(SUBGRAPHS, service), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({
      path: `${service}/${path}`,
      room: path.includes('/') ? path.slice(0, path.indexOf('/')) : '',
      text: readFileSync(join(SUBGRAPHS, service, path), 'utf8'),
    }));
}

const IMPORT = /import (type )?(\{[^}]*\}|\* as \w+) from '[./]*kit\/contracts\/entries\/(\w+)\.js';/g;

/** The contracts of a service that a source imports by name, or uses of a namespace that it imports whole. */
export function contractsNamedIn(text: string, writer: ServiceName): string[] {
  return [...text.matchAll(IMPORT)]
    .filter(([, type, , service]) => !type && service === writer)
    .flatMap(([, , what]) => {
      const namespace = /^\* as (\w+)$/.exec(what!)?.[1];
      if (namespace === undefined) return what!.match(/\w+/g) ?? [];
      return [...text.matchAll(new RegExp(`\\b${namespace}\\.(\\w+)`, 'g'))].map(([, name]) => name!);
    });
}

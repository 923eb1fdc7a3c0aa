import { readFileSync } from 'node:fs';
import { SERVICES } from './installation.js';
import type { Service } from './installation.js';

/** One line of `tenancy.txt`: which rows of a table one kind of scope opens. */
export interface TenancyLine {
  readonly service: Service;
  readonly table: string;
  /** `tenant`, `everyone`, `reader X` and so on. */
  readonly scope: string;
  /** A condition, an expression or a reason, as the scope has it. */
  readonly rows: string;
}

/** @throws Error for a line that is not of the form or out of order. */
export function readTenancy(path: URL): TenancyLine[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const sorted = lines.map((line) => line.replaceAll(' | ', '\0'));
  sorted.forEach((line, index) => {
    if (index > 0 && !(sorted[index - 1]! < line)) throw new Error(`out of order: ${lines[index]}`);
  });
  return lines.flatMap((line) => {
    const [service, table, scope, rows] = line.split('|').map((part) => part.trim());
    if (rows === undefined) throw new Error(`four fields are asked for: ${line}`);
    const services = service === 'each' ? SERVICES : [service as Service];
    return services.map((one) => ({ service: one, table: table!, scope: scope!, rows }));
  });
}

/** Ids in the name of which scopes are entered. */
export interface Parties {
  readonly own: string;
  readonly foreign: string;
  readonly viewer: string;
  readonly foreignViewer: string;
  readonly organization: string;
  readonly otherOrganization: string;
}

/** A scope as the database sees it, with the rows that it shows. */
export interface Sight {
  readonly name: string;
  readonly settings: Readonly<Record<'cooperative' | 'reader' | 'viewer' | 'organization', string>>;
  /** SQL. */
  readonly shows: string;
  /** Whether rows may be written there. */
  readonly writes: boolean;
}

const NOTHING = { cooperative: '', reader: '', viewer: '', organization: '' };

/** Every scope that there is, with what it shows of one table. @param lines - of the table. */
export function sightsOf(
  lines: readonly TenancyLine[],
  parties: Parties,
  readers: readonly string[],
): Sight[] {
  const rowsOf = (...scopes: string[]): string | undefined =>
    lines.find(({ scope }) => scopes.includes(scope))?.rows;
  const has = (scope: string): boolean => lines.some((line) => line.scope === scope);
  const of = (name: string, settings: Partial<Sight['settings']>, shows?: string, writes = false): Sight => ({
    name,
    settings: { ...NOTHING, ...settings },
    shows: shows ?? 'false',
    writes,
  });
  const tenant = (id: string) => (has('tenant') ? `cooperative_id = '${id}'` : undefined);
  const equals = (expression: string | undefined, value: string) =>
    expression && `${expression} = '${value}'`;
  const { own, foreign, viewer, foreignViewer, organization, otherOrganization } = parties;
  return [
    of('no scope', {}),
    of('the tenant', { cooperative: own }, tenant(own), true),
    of('another tenant', { cooperative: foreign }, tenant(foreign), true),
    ...[viewer, foreignViewer].map((did) =>
      of(`the viewer ${did}`, { viewer: did }, equals(rowsOf('viewer'), did), has('viewer marks')),
    ),
    ...[organization, otherOrganization].map((id) =>
      of(`the organisation ${id}`, { organization: id }, equals(rowsOf('organization'), id)),
    ),
    ...readers.map((reader) =>
      of(
        `the reader ${reader}`,
        { reader },
        rowsOf(`reader ${reader}`, `worker ${reader}`),
        has(`worker ${reader}`),
      ),
    ),
  ];
}

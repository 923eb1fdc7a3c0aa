/** Ports of services that run alone, with their defaults. */
const PORTS = { PORT_MEMBERSHIP: 4001, PORT_GOVERNANCE: 4002, PORT_DATA: 4003, PORT_PAYOUTS: 4004 };

type Given = Readonly<Record<string, string | undefined>>;

/** What each setting may say and two together may not. @returns one line for each, beginning with a setting's name. */
export function contradictions(given: Given): string[] {
  return [...sharedPorts(given), ...sharedDatabases(given), ...nameless(given), ...movedClock(given)].map(
    (line) => `  ${line}`,
  );
}

/** The gateway's counts where it is given: all in one process, whatever else listens on those ports is none of ours. */
function sharedPorts(given: Given): string[] {
  const ports = Object.entries(PORTS).map(([name, usual]) => [name, Number(given[name] ?? usual)] as const);
  const isSet = Object.keys(PORTS).some((name) => given[name] !== undefined);
  const gateway = isSet && given.PORT !== undefined ? [['PORT', Number(given.PORT)] as const] : [];
  return repeated([...gateway, ...ports].filter(([, port]) => port !== 0)).map(
    ([name, other]) => `${name}: it is the port of ${other}`,
  );
}

function sharedDatabases(given: Given): string[] {
  const urls = Object.entries(given).filter(([name]) => /^DATABASE_URL_[A-Z]+$/.test(name));
  return repeated(urls).map(([name, other]) => `${name}: it is the database of ${other}; each has its own`);
}

function nameless({ DATABASE_URL }: Given): string[] {
  if (DATABASE_URL === undefined) return [];
  return ['DATABASE_URL: each service has a database of its own: DATABASE_URL_MEMBERSHIP and so on'];
}

function movedClock({ DEMO, CLOCK_OFFSET_START_SECONDS: offset }: Given): string[] {
  if (DEMO !== 'false' || offset === undefined || Number(offset) === 0) return [];
  return ['CLOCK_OFFSET_START_SECONDS: only a demo begins in the past, and DEMO is false'];
}

/** Each name whose value an earlier one has, with that one. */
function repeated(values: readonly (readonly [string, unknown])[]): [string, string][] {
  const first = new Map<unknown, string>();
  return values.flatMap(([name, value]): [string, string][] => {
    const other = first.get(value);
    if (other !== undefined) return [[name, other]];
    first.set(value, name);
    return [];
  });
}

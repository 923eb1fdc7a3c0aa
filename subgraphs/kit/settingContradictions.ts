/** Ports of services that run alone, with their defaults. */
const PORTS = { PORT_MEMBERSHIP: 4001, PORT_GOVERNANCE: 4002, PORT_DATA: 4003, PORT_PAYOUTS: 4004 };

/** Each of these holds a part of what the other allows as a whole. */
const WITHIN: readonly (readonly [part: string, whole: string])[] = [
  ['DATABASE_LOCK_TIMEOUT_MS', 'DATABASE_STATEMENT_TIMEOUT_MS'],
  ['DATABASE_CALLS_WAITING_PER_CALLER_MAX', 'DATABASE_CALLS_WAITING_MAX'],
  ['LOG_READS_WAITING_PER_CALLER_MAX', 'LOG_READS_WAITING_MAX'],
  ['SUBGRAPH_TIMEOUT_MS', 'REQUEST_DEADLINE_MS'],
  ['HTTP_BODY_STALL_MS', 'HTTP_BODY_TIMEOUT_MS'],
  ['HTTP_CONNECTIONS_PER_ADDRESS_MAX', 'HTTP_CONNECTIONS_MAX'],
  ['HTTP_IN_FLIGHT_PER_ADDRESS_MAX', 'HTTP_IN_FLIGHT_MAX'],
  ['HTTP_UNSENT_PER_ADDRESS_MAX_BYTES', 'HTTP_UNSENT_MAX_BYTES'],
];

type Given = Readonly<Record<string, string | undefined>>;

/**
 * What each setting may say and two together may not.
 *
 * @param usual - the defaults of the settings that are read.
 * @returns one line for each, beginning with a setting's name.
 */
export function contradictions(given: Given, usual: Readonly<Record<string, unknown>>): string[] {
  return [
    ...sharedPorts(given),
    ...sharedDatabases(given),
    ...sharedServices(given),
    ...nameless(given),
    ...movedClock(given),
    ...unguardedPayouts(given),
    ...beyondTheWhole(given, usual),
  ].map((line) => `  ${line}`);
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
  const databases = urls.map(([name, url = '']) => [name, databaseIn(url) ?? url] as const);
  return repeated(databases).map(
    ([name, other]) => `${name}: it is the database of ${other}; each has its own`,
  );
}

/** Server and database, however the URL writes them. */
function databaseIn(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { hostname, port, pathname, searchParams } = new URL(text);
  return `${searchParams.get('host') ?? hostname}:${port || '5432'}${pathname}`;
}

function sharedServices(given: Given): string[] {
  const urls = Object.entries(given).filter(([name]) => /^SERVICE_URL_[A-Z]+$/.test(name));
  const origins = urls.map(
    ([name, url = '']) => [name, URL.canParse(url) ? new URL(url).origin : url] as const,
  );
  return repeated(origins).map(([name, other]) => `${name}: it is the address of ${other}`);
}

function unguardedPayouts({ NODE_ENV, PAYOUT_DESTINATION_COOLING_SECONDS: cooling }: Given): string[] {
  if (NODE_ENV !== 'production' || cooling === undefined || Number(cooling) > 0) return [];
  return [
    'PAYOUT_DESTINATION_COOLING_SECONDS: in production a new destination cools off, or a thief is paid at once',
  ];
}

/** A part that is set; one that is not follows the whole. */
function beyondTheWhole(given: Given, usual: Readonly<Record<string, unknown>>): string[] {
  return WITHIN.flatMap(([part, whole]) => {
    const most = Number(given[whole] ?? usual[whole]);
    // Not read by this process, or no number, which is told elsewhere.
    if (given[part] === undefined || Number.isNaN(most) || !(Number(given[part]) > most)) return [];
    return [`${part}: it is more than ${whole}`];
  });
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

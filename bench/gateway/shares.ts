import { dirname, relative } from 'node:path';

interface CallFrame {
  functionName: string;
  url: string;
  /** From zero. */
  lineNumber: number;
}

/** As Chrome's protocol has it: a tree of what called what, and which of it each sample saw. */
export interface CpuProfile {
  nodes: { id: number; callFrame: CallFrame; children?: number[] }[];
  samples: number[];
  /** Microseconds before each sample. */
  timeDeltas: number[];
}

const ROWS_SHOWN = 30;
const NOT_WORK: ReadonlySet<string> = new Set(['(idle)', '(root)']);

/** Shares of the time at work, from 0 to 1. */
export interface Shares {
  /** By package, or folder of ours. */
  parts: Map<string, number>;
  functions: Map<string, number>;
  /** By function with all that it calls; what calls itself counts once. */
  calls: Map<string, number>;
}

export function sharesOf(profile: CpuProfile): Shares {
  const own = ownTimes(profile);
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const busy = profile.nodes.reduce((sum, { id }) => sum + own.get(id)!, 0);
  const shares: Shares = { parts: new Map(), functions: new Map(), calls: new Map() };
  const add = (sums: Map<string, number>, key: string, time: number): void =>
    void sums.set(key, (sums.get(key) ?? 0) + time / busy);

  /** @returns the time of a node with all below it. */
  const visit = (id: number, above: ReadonlySet<string>): number => {
    const { callFrame, children = [] } = byId.get(id)!;
    const name = nameOf(callFrame);
    const time = own.get(id)!;
    if (time > 0) {
      add(shares.parts, partOf(callFrame), time);
      add(shares.functions, name, time);
    }
    const within = new Set(above).add(name);
    const whole = children.reduce((sum, child) => sum + visit(child, within), time);
    if (callFrame.url && !above.has(name)) add(shares.calls, name, whole);
    return whole;
  };
  visit(profile.nodes[0]!.id, new Set());
  return shares;
}

export function printShares({ parts, functions, calls }: Shares): void {
  const print = (title: string, shares: ReadonlyMap<string, number>): void => {
    console.log(`${title}: share of the time at work`);
    const descending = [...shares].sort(([, a], [, b]) => b - a).slice(0, ROWS_SHOWN);
    for (const [what, share] of descending) console.log(`${(100 * share).toFixed(1).padStart(6)} %  ${what}`);
  };
  print('packages and rooms', parts);
  print('functions', functions);
  print('functions with all that they call', calls);
}

function ownTimes({ nodes, samples, timeDeltas }: CpuProfile): Map<number, number> {
  const own = new Map(nodes.map(({ id }) => [id, 0]));
  samples.forEach((id, index) => own.set(id, own.get(id)! + Math.max(timeDeltas[index]!, 0)));
  for (const { id, callFrame } of nodes) if (NOT_WORK.has(callFrame.functionName)) own.set(id, 0);
  return own;
}

const shorten = (url: string): string =>
  url.startsWith('file://') ? relative(process.cwd(), url.slice('file://'.length)) : url;

function nameOf({ functionName, url, lineNumber }: CallFrame): string {
  const name = functionName || '(anonymous)';
  return url ? `${name}  ${shorten(url).replace(/.*node_modules\//, '')}:${lineNumber + 1}` : name;
}

/** A package, a folder of ours, or Node itself. */
function partOf({ functionName, url }: CallFrame): string {
  if (!url) return functionName.startsWith('(') ? functionName : 'Node, native';
  if (url.startsWith('node:')) return 'Node, JavaScript';
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url);
  return inPackage?.[1] ?? dirname(shorten(url));
}

import { parseArgs } from 'node:util';

const KINDS = ['log', 'payslip', 'licence'] as const;
type Kind = (typeof KINDS)[number];

export interface Options {
  readonly what: Kind;
  readonly target: string;
  readonly key: string | undefined;
  readonly against: readonly string[];
  readonly witnesses: readonly string[];
  readonly quorum: number;
  readonly openings: readonly string[];
  readonly keep: string | undefined;
  readonly member: string | undefined;
  readonly root: string | undefined;
  readonly total: string | undefined;
  /** A log in which the root of a payslip is looked for. */
  readonly log: string | undefined;
  readonly issuer: string | undefined;
  readonly leavesMax: number;
  readonly seconds: number;
}

/** The command was not understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const HELP = `npm run verify -- log|payslip|licence FILE_OR_URL [options]

Checks a co-op's record from public files alone, step by step. Exits 0 where all holds, 1 where something is wrong, which
it names, and 2 where the command was not understood.

  log FILE_OR_URL      a whole log: https://…/log/<service>/<co-op>, or a folder that is a copy of its files
  payslip FILE_OR_URL  the proof of a dividend, or an answer that holds it (Dividend.proof)
  licence FILE_OR_URL  an agreement, or an answer that holds it (Licence.agreement)

  --key VKEY           the log's verifier key, which you have pinned. Without it, it is taken from where the log is served,
                       or from the agreement, and then shows only that the two belong together
  --witness VKEY       a witness that you trust (cosignature/v1); may be repeated
  --quorum K           how many of your witnesses must have signed the head; all, unless you say
  --leaves-max N       the largest log that is read; 10,000,000 unless you say
  --seconds N          the time for all files; 3,600 unless you say

of a log:
  --against FILE       a head of the same log that you have kept, or have from another reader; may be repeated
  --keep FILE          writes the head to that file, for --against the next time; only where all holds
  --openings FILE      private parts that were shown to you: a list of { index, opening }, or the answer to a query of
                       auditTrail that asked for index and opening; may be repeated

of a payslip:
  --member ID          whose it is: mem_…
  --root HEX           the run's proofRoot, from elsewhere than the payslip
  --total N            the run's pool in minor units, from elsewhere than the payslip
  --log FILE_OR_URL    the log of payouts, which is checked as a whole, and in which the root must stand

of a licence:
  --issuer DID         of the co-op's data service, which you have pinned
`;

const MANY = { type: 'string', multiple: true } as const;
const ONE = { type: 'string' } as const;
const REPEATED_MAX = 100;
const OF_LOGS = ['against', 'openings', 'keep'] as const;
const OF_PAYSLIPS = ['member', 'root', 'total', 'log'] as const;

/** @returns what is asked for, or undefined for a call for help. @throws UsageError */
export function readOptions(given: readonly string[]): Options | undefined {
  const { values, positionals } = parsed(given);
  if (values.help) return undefined;
  const [first, target, ...more] = positionals;
  const what = KINDS.find((kind) => kind === first);
  if (!what) throw new UsageError(first ? `"${first}" is nothing that is checked` : 'what is to be checked?');
  if (!target || more.length > 0) throw new UsageError('one file or URL is asked for');
  requireOwn(what, values);
  const { against = [], witness = [], openings = [], key, keep, member, root, total, log, issuer } = values;
  if (Math.max(against.length, witness.length, openings.length) > REPEATED_MAX) {
    throw new UsageError(`an option is repeated ${REPEATED_MAX} times at most`);
  }
  const quorum = values.quorum === undefined ? witness.length : integer('quorum', values.quorum, 0);
  if (quorum > witness.length)
    throw new UsageError(`--quorum ${quorum} asks for more witnesses than you name`);
  return {
    ...{
      what,
      target,
      against,
      openings,
      quorum,
      witnesses: witness,
      key,
      keep,
      member,
      root,
      total,
      log,
      issuer,
    },
    leavesMax: integer('leaves-max', values['leaves-max'] ?? '10000000', 1),
    seconds: integer('seconds', values.seconds ?? '3600', 1),
  };
}

/** An option that is passed over would be a check that nobody made. @throws UsageError */
function requireOwn(what: Kind, values: Readonly<Record<string, unknown>>): void {
  const foreign = [
    ...(what === 'log' ? [] : OF_LOGS),
    ...(what === 'payslip' ? [] : OF_PAYSLIPS),
    ...(what === 'licence' ? [] : (['issuer'] as const)),
    ...(what === 'payslip' && values.log === undefined ? (['key', 'witness', 'quorum'] as const) : []),
  ];
  const found = foreign.find((name) => values[name] !== undefined);
  if (found) throw new UsageError(`--${found} says nothing of this ${what}`);
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        ...{
          against: MANY,
          witness: MANY,
          openings: MANY,
          member: ONE,
          root: ONE,
          total: ONE,
          log: ONE,
          issuer: ONE,
        },
        ...{ key: ONE, keep: ONE, quorum: ONE, 'leaves-max': ONE, seconds: ONE },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'the options were not understood');
  }
}

function integer(name: string, text: string, least: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= least) return value;
  throw new UsageError(`--${name} is a whole number from ${least} on`);
}

import type { Logger } from '../../../subgraphs/kit/observability/logger.js';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import { ERRORS } from '../../errors.js';
import { judgePartnerSchema } from '../partner/judge.js';
import type { OperationInUse, UsageStore } from '../usage/usageStore.js';
import { composeWithoutMisfits } from './composeWithoutMisfits.js';
import { problemsOf } from './composer.js';
import type { Composer } from './composer.js';
import type { Change } from '../../engine/planner/changes.js';
import type { SubgraphSchema } from '../../engine/planner/composition.js';
import { isSame, membersOf, partOf } from './members.js';
import type { Problem } from './problem.js';
import type { PartnerEntry, SchemaChange, StoredSupergraph, SubgraphStore } from './subgraphStore.js';
import { typesDefined } from './typesDefined.js';

export interface RegistryOptions {
  store: SubgraphStore;
  usage: Pick<UsageStore, 'using'>;
  composer: Composer;
  /** The services of this installation, as each says itself at this moment. */
  core(): Promise<readonly SubgraphSchema[]>;
  /** Days for which an operation counts as in use. */
  usageDays: number;
  logger: Logger;
}

/** A change, and for a breaking one who would notice. */
export interface JudgedChange extends Change {
  usedBy: readonly OperationInUse[];
}

/** What would come of a schema. */
export interface Verdict {
  /** What keeps it from being composed. */
  problems: readonly Problem[];
  changes: readonly JudgedChange[];
}

export interface Published {
  outcome: 'published' | 'retired' | 'unchanged';
  generation: number;
  changes: readonly JudgedChange[];
}

/** A line of the list; what is undefined is not known of that kind of subgraph. */
export interface Listed extends Partial<Omit<PartnerEntry, 'sdl'>> {
  name: string;
  kind: 'core' | 'partner';
  state: 'composed' | 'left out' | 'not published';
  /** SHA-256 of its SDL, in hexadecimal. */
  digest: string | undefined;
}

/** What somebody wants to be composed, and the entry that it is about. */
interface Wish {
  core: readonly SubgraphSchema[];
  partners: readonly PartnerEntry[];
  subject: string;
  /** Whether that is a service of this installation. */
  isCore: boolean;
}

interface Draft extends Verdict {
  supergraph?: Omit<StoredSupergraph, 'generation'>;
}

const ATTEMPTS_MAX = 3;
const OPERATIONS_TOLD_MAX = 5;

/** Which subgraphs there are, and the supergraph that they make. */
export class Registry {
  constructor(private readonly options: RegistryOptions) {}

  /**
   * The supergraph to start with: the stored one if nothing has changed since, else a new one of what there is now,
   * else the last that was good.
   *
   * @throws Error when the services do not compose and never did.
   */
  async begin(): Promise<StoredSupergraph> {
    const { store, composer, logger } = this.options;
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      const [core, partners, latest] = await Promise.all([
        this.options.core(),
        this.partners(),
        store.latest(),
      ]);
      if (latest && isSame(latest.members, membersOf(core, partners))) return latest;
      const composed = await composeWithoutMisfits(composer, core, partners.map(partOf));
      if ('problems' in composed) return this.keepLast(latest, problemsOf(composed.problems, core));
      for (const { name, problems } of composed.misfits) {
        logger.error({ partner: name, problems }, 'a partner no longer composes and is left out');
      }
      const { supergraphSdl: sdl, misfits } = composed;
      const members = membersOf(
        core,
        partners,
        misfits.map(({ name }) => name),
      );
      const trial = await composer.tryOut(sdl, undefined);
      if (trial.problems) return this.keepLast(latest, problemsOf(trial.problems, core));
      const supergraph = { sdl, apiSdl: trial.apiSdl, members };
      const generation = await store.append(latest?.generation ?? 0, supergraph);
      if (generation !== undefined) return { generation, ...supergraph };
    }
    throw new Error('other gateways make supergraphs faster than this one can follow');
  }

  /**
   * What would come of publishing this; nothing is kept.
   *
   * @throws NOT_FOUND
   */
  async check(subgraph: string, sdl: string | undefined): Promise<Verdict> {
    const latest = await this.requireLatest();
    const { problems, changes } = await this.draft(await this.wish(subgraph, sdl), latest);
    return { problems, changes };
  }

  /**
   * Makes a schema part of the supergraph; for a service of this installation, as it says itself.
   *
   * @param sdl - null to retire a partner's.
   * @param force - goes ahead although operations in use would break.
   * @throws NOT_FOUND, SCHEMA_REFUSED, SCHEMA_BREAKS, OVERLOADED
   */
  async publish(
    subgraph: string,
    sdl: string | null | undefined,
    { by, force }: { by: string; force: boolean },
  ): Promise<Published> {
    const { store } = this.options;
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      const latest = await this.requireLatest();
      const wish = await this.wish(subgraph, sdl);
      if (wish.isCore && sdl !== undefined) {
        throw COMMON.BAD_USER_INPUT.raise(
          'A service says its schema itself: start it anew, then publish it.',
        );
      }
      if (isSame(latest.members, membersOf(wish.core, wish.partners))) {
        return { outcome: 'unchanged', generation: latest.generation, changes: [] };
      }
      const { problems, changes, supergraph } = await this.draft(wish, latest);
      if (!supergraph) {
        throw ERRORS.SCHEMA_REFUSED.raise(`The schema of ${subgraph} is refused.`, {
          problems: plain(problems),
        });
      }
      const breaking = changes.filter(({ usedBy }) => usedBy.length > 0);
      if (breaking.length > 0 && !force) {
        throw ERRORS.SCHEMA_BREAKS.raise('Operations in use would break. An operator may insist (force).', {
          changes: plain(breaking),
        });
      }
      const change: SchemaChange | undefined = wish.isCore
        ? undefined
        : { partner: subgraph, sdl: sdl ?? null, by };
      const generation = await store.append(latest.generation, supergraph, change);
      const outcome = sdl === null ? 'retired' : 'published';
      if (generation !== undefined) return { outcome, generation, changes };
    }
    throw COMMON.OVERLOADED.raise('Others publish at this moment; try again.');
  }

  /** Every subgraph of the present supergraph, and the partners that have none in it. */
  async list(): Promise<{ generation: number; subgraphs: readonly Listed[] }> {
    const [latest, partners] = await Promise.all([this.requireLatest(), this.options.store.partners()]);
    const members = new Map(latest.members.map((member) => [member.name, member]));
    const core = latest.members
      .filter(({ partner }) => !partner)
      .map(({ name, digest }): Listed => ({ name, kind: 'core', state: 'composed', digest }));
    const others = partners.map(({ sdl: _, ...partner }): Listed => {
      const member = members.get(partner.name);
      const state = !member ? 'not published' : member.leftOut ? 'left out' : 'composed';
      return { ...partner, kind: 'partner', state, digest: member?.digest };
    });
    return { generation: latest.generation, subgraphs: [...core, ...others] };
  }

  /** @throws Error if there is none */
  private keepLast(latest: StoredSupergraph | undefined, problems: readonly Problem[]): StoredSupergraph {
    if (!latest) throw new Error(`the services do not compose:\n${problems.map(lineOf).join('\n')}`);
    this.options.logger.error(
      { problems, generation: latest.generation },
      'the last good supergraph is kept',
    );
    return latest;
  }

  private async requireLatest(): Promise<StoredSupergraph> {
    const latest = await this.options.store.latest();
    if (!latest) throw new Error('the gateway has begun without a supergraph');
    return latest;
  }

  /** Partners with a schema. */
  private async partners(): Promise<PartnerEntry[]> {
    return (await this.options.store.partners()).filter(({ sdl }) => sdl !== null);
  }

  /** @throws NOT_FOUND */
  private async wish(subject: string, sdl: string | null | undefined): Promise<Wish> {
    const [core, entries] = await Promise.all([this.options.core(), this.options.store.partners()]);
    const isCore = core.some(({ name }) => name === subject);
    if (!isCore && !entries.some(({ name }) => name === subject)) {
      throw COMMON.NOT_FOUND.raise(`No subgraph is registered as ${subject}.`, { subgraph: subject });
    }
    if (isCore) {
      const replaced = core.map((part) => (part.name === subject && sdl ? { ...part, sdl } : part));
      return { core: replaced, partners: entries.filter((entry) => entry.sdl !== null), subject, isCore };
    }
    const partners = entries
      .map((entry) => (entry.name === subject && sdl !== undefined ? { ...entry, sdl } : entry))
      .filter((entry) => entry.sdl !== null);
    return { core, partners, subject, isCore };
  }

  private async draft({ core, partners, subject }: Wish, latest: StoredSupergraph): Promise<Draft> {
    const candidate = partners.find(({ name }) => name === subject);
    if (candidate) {
      const others = [...core, ...partners.filter((entry) => entry !== candidate).map(partOf)];
      const broken = judgePartnerSchema(candidate.sdl!, candidate, await typesDefined(others));
      if (broken.length > 0) return { problems: broken, changes: [] };
    }
    // A partner that composes no more is nobody else's concern than its own.
    const bystanders = partners.filter((entry) => entry !== candidate).map(partOf);
    const wanted = candidate ? [...core, partOf(candidate)] : core;
    const composed = await composeWithoutMisfits(this.options.composer, wanted, bystanders);
    if ('problems' in composed) return { problems: problemsOf(composed.problems, wanted), changes: [] };
    const { supergraphSdl: sdl, misfits } = composed;
    const trial = await this.options.composer.tryOut(sdl, latest.apiSdl);
    if (trial.problems) return { problems: problemsOf(trial.problems, wanted), changes: [] };
    const { apiSdl, changes } = trial;
    const members = membersOf(
      core,
      partners,
      misfits.map(({ name }) => name),
    );
    return {
      problems: [],
      changes: await this.judge(changes),
      supergraph: { sdl, apiSdl, members },
    };
  }

  private async judge(changes: readonly Change[]): Promise<JudgedChange[]> {
    const { usage, usageDays } = this.options;
    const judged: JudgedChange[] = [];
    for (const change of changes) {
      const usedBy = change.breaking ? await usage.using(change.touches, usageDays, OPERATIONS_TOLD_MAX) : [];
      judged.push({ ...change, usedBy });
    }
    return judged;
  }
}

function lineOf({ subgraph, coordinate, message }: Problem): string {
  return `  ${[subgraph, coordinate].filter(Boolean).join(' ')} ${message}`;
}

/** As facts of an error: values that JSON has. */
function plain(value: readonly object[]): readonly Record<string, string>[] {
  return JSON.parse(JSON.stringify(value)) as Record<string, string>[];
}

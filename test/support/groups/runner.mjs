import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fromJest } from './fromJest.mjs';
import { splitResult } from './splitResult.mjs';

const { default: Runner } = fromJest('jest-runner');

/** Rooms whose files start whole installations or other programs: each file runs by itself. The longest come first. */
const ALONE = ['security', 'journeys', 'faults', 'repository'];
/** So begins a file that looks at all that its process holds; why is said behind it. */
const BY_ITSELF = '/** @alone ';
/** Whoever names so few files of a room has each run by itself, as jest does. */
const FEW = 3;
/** Enough to make loading cheap, few enough that the groups of a run end at about the same time. */
const TOGETHER_MAX = 10;

/**
 * Jest's runner loads every module anew for every test file, which takes two thirds of a second of a core where a
 * service is needed. This one lets up to ten test files of a room share the modules that they load.
 */
export default class GroupRunner extends Runner {
  /** The test files of each group, by the path of the module that loads them. */
  #groups = new Map();

  runTests(tests, watcher, options) {
    return super.runTests(this.#arrange(tests), watcher, options);
  }

  /** Tells of the members what jest tells of their group. */
  on(eventName, listener) {
    const each = async (test, tell) => {
      for (const member of this.#groups.get(test.path) ?? [test]) await tell(member);
    };
    const listeners = {
      'test-file-start': ([test]) => each(test, (member) => listener([member])),
      'test-file-failure': ([test, error]) => each(test, (member) => listener([member, error])),
      'test-file-success': async ([test, result]) => {
        const members = this.#groups.get(test.path);
        if (!members) return listener([test, result]);
        for (const part of splitResult(members, result, this._globalConfig)) await listener(part);
      },
    };
    return super.on(eventName, listeners[eventName] ?? listener);
  }

  #arrange(tests) {
    const rooms = new Map(ALONE.map((room) => [room, []]));
    for (const test of tests) {
      const room = roomOf(test);
      rooms.set(room, [...(rooms.get(room) ?? []), test]);
    }
    return [...rooms].flatMap(([room, members]) => {
      if (ALONE.includes(room) || members.length <= FEW) return members;
      const shared = members.filter((member) => !isAlone(member));
      const groups = partsOf(shared).map((part, index) => this.#group(`${room}-${index + 1}`, part));
      return [...members.filter(isAlone), ...groups];
    });
  }

  #group(name, members) {
    const folder = join(process.env.TEST_RUN_DIR, 'groups');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.mjs`);
    const load = (member) =>
      `await loadAsPart(${JSON.stringify(titleOf(member))}, () => import(${JSON.stringify(member.path)}));\n`;
    writeFileSync(path, members.map(load).join(''));
    this.#groups.set(path, members);
    return { ...members[0], path };
  }
}

/** The folder below `test` that a file stands in. */
function roomOf(test) {
  return titleOf(test).split(sep)[1];
}

function titleOf({ path, context }) {
  return relative(context.config.rootDir, path);
}

function isAlone({ path }) {
  return readFileSync(path, 'utf8').startsWith(BY_ITSELF);
}

/** In parts of about the same size. Neighbours share the most modules, and every run has the same parts. */
function partsOf(members) {
  const sorted = [...members].sort((a, b) => (a.path < b.path ? -1 : 1));
  const count = Math.ceil(sorted.length / TOGETHER_MAX);
  const start = (index) => Math.round((index * sorted.length) / count);
  return Array.from({ length: count }, (_, index) => sorted.slice(start(index), start(index + 1)));
}

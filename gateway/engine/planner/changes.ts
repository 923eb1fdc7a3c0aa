import { BreakingChangeType, buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql';
import type { DangerousChangeType } from 'graphql';

/** A difference between two schemas that a client may notice. */
export interface Change {
  /** graphql's name of it, such as `FIELD_REMOVED`. */
  type: BreakingChangeType | DangerousChangeType;
  /** Whether an operation that was valid may be so no more; otherwise it may only be answered otherwise. */
  breaking: boolean;
  message: string;
  /**
   * An operation that uses any of these coordinates notices the change; null where nobody can say, so that every
   * operation is taken to.
   */
  touches: readonly string[] | null;
}

/** What differs for clients between two schemas, as SDL. What is merely added is no change. */
export function changesBetween(before: string, after: string): Change[] {
  const [old, next] = [before, after].map((sdl) => buildSchema(sdl, { assumeValid: true, noLocation: true }));
  const breaking = findBreakingChanges(old!, next!).map((change) => changeOf(change, true));
  const dangerous = findDangerousChanges(old!, next!).map((change) => changeOf(change, false));
  return [...breaking, ...dangerous].filter(({ message }) => !message.startsWith('Standard scalar '));
}

function changeOf(
  { type, description }: { type: Change['type']; description: string },
  breaking: boolean,
): Change {
  return { type, breaking, message: description, touches: touched(type, description) };
}

/** How graphql words a change, and what of an operation it touches; `.*` stands for all of a type. */
const WORDINGS: readonly [
  types: readonly string[],
  wording: RegExp,
  touches: (...found: string[]) => string[],
][] = [
  [
    ['FIELD_REMOVED', 'FIELD_CHANGED_KIND'],
    /^(\w+)\.(\w+) (?:was removed\.|changed type )/,
    (type, field) => [`${type}.${field}`, `${type}.*`],
  ],
  [['TYPE_REMOVED', 'TYPE_CHANGED_KIND'], /^(\w+) (?:was removed\.|changed from )/, (type) => [type]],
  [
    ['TYPE_REMOVED_FROM_UNION'],
    /^(\w+) was removed from union type (\w+)\.$/,
    (member, union) => [member, union],
  ],
  [
    ['VALUE_REMOVED_FROM_ENUM'],
    /^(\w+) was removed from enum type (\w+)\.$/,
    (value, type) => [`${type}.${value}`, `${type}.*`],
  ],
  [
    ['REQUIRED_INPUT_FIELD_ADDED'],
    /^A required field \w+ on input type (\w+) was added\.$/,
    (type) => [type],
  ],
  [
    ['IMPLEMENTED_INTERFACE_REMOVED'],
    /^(\w+) no longer implements interface (\w+)\.$/,
    (type, face) => [type, face],
  ],
  [
    ['ARG_REMOVED', 'ARG_CHANGED_KIND'],
    /^(\w+\.\w+) arg (\w+) (?:was removed\.|has changed type )/,
    (field, argument) => [`${field}(${argument}:)`],
  ],
  [['REQUIRED_ARG_ADDED'], /^A required arg \w+ on (\w+\.\w+) was added\.$/, (field) => [field]],
];

function touched(type: string, message: string): readonly string[] | null {
  const wording = WORDINGS.find(([types]) => types.includes(type));
  const found = wording?.[1].exec(message);
  return wording && found ? wording[2](...found.slice(1)) : null;
}

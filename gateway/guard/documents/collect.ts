import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Guard } from '../guard.js';
import { sha256Of } from './trusted.js';

/** A document, and where somebody can find it again. */
export interface FoundDocument {
  readonly file: string;
  readonly text: string;
}

const WHOLE_FILES: ReadonlySet<string> = new Set(['.graphql', '.gql']);
/** Code blocks of documentation. */
const BLOCK = /^```graphql\n([\s\S]*?)^```/gm;
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist', '.git', '.data']);
const ERRORS_SHOWN_MAX = 3;

/**
 * Finds the documents below files and folders: `.graphql` and `.gql` files, and the `graphql` blocks of Markdown.
 *
 * @throws Error for a path at which there is nothing.
 */
export function collectDocuments(paths: readonly string[]): FoundDocument[] {
  return paths.flatMap((path) => filesBelow(path)).flatMap((file) => documentsIn(file));
}

/**
 * The list of trusted documents: by SHA-256, in a stable order, so that it can be kept under version control.
 *
 * @throws Error naming every document that the schema or the guard would refuse, with why.
 */
export function trustedList(
  documents: readonly FoundDocument[],
  schema: GraphQLSchema,
  guard: Guard,
): Record<string, string> {
  const problems = documents.flatMap(({ file, text }) =>
    problemsOf(text, schema, guard).map((problem) => `  ${file}: ${problem}`),
  );
  if (problems.length > 0) throw new Error(`these documents cannot be trusted:\n${problems.join('\n')}`);
  const entries = new Map(documents.map(({ text }) => [sha256Of(text), text]));
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function filesBelow(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new Error(`there is nothing at ${path}`);
  if (!found.isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.has(name))
    .flatMap((entry) => {
      const below = join(path, entry.name);
      if (entry.isDirectory()) return filesBelow(below);
      return entry.isFile() ? [below] : [];
    });
}

function documentsIn(file: string): FoundDocument[] {
  if (WHOLE_FILES.has(extname(file))) return [{ file, text: readFileSync(file, 'utf8') }];
  if (extname(file) !== '.md') return [];
  return [...readFileSync(file, 'utf8').matchAll(BLOCK)].map(([, text = '']) => ({
    file,
    text: text.trim(),
  }));
}

function problemsOf(text: string, schema: GraphQLSchema, guard: Guard): string[] {
  try {
    return validate(schema, guard.readDocument(text))
      .slice(0, ERRORS_SHOWN_MAX)
      .map(({ message }) => message);
  } catch (error) {
    return [(error as Error).message];
  }
}

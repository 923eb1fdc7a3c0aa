import type { Entry } from '../../subgraphs/kit/contracts/entry.js';
import type { Reaction } from '../../subgraphs/kit/journal/reaction.js';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';

const HEAD = `# Journal entries

Made by \`UPDATE_README=true\` from \`subgraphs/kit/contracts/entries/\`; a test holds both equal. The public part stands
in the log for ever; the private part is read by services alone, and an erasure deletes it. The names of private fields
are public as well, their values are not. Who hears an entry is named
with the private fields that they read. Every service keeps besides what membership says of who may act (\`standing\`,
\`organization\`, \`forgotten\`, \`endedSessions\`), and follows the clock of a demo.

The private part opens in the log to whom it is about or by, and to stewards and auditors; of an entry with † to whom it
is about or by alone.
`;

/** The page that lists every entry: who writes it, who hears it, and what its two parts hold. */
export function entriesPage(
  entries: readonly Entry[],
  heard: Readonly<Record<ServiceName, readonly Reaction[]>>,
): string {
  const writers = [...new Set(entries.map(({ writer }) => writer))];
  return [HEAD, ...writers.map((writer) => sectionOf(writer, entries, heard))].join('\n');
}

function sectionOf(
  writer: ServiceName,
  entries: readonly Entry[],
  heard: Readonly<Record<ServiceName, readonly Reaction[]>>,
): string {
  const rows = entries
    .filter((entry) => entry.writer === writer)
    .map((entry) => {
      const cells = [
        `\`${entry.type}\`${entry.opensTo === 'SUBJECT_ALONE' ? ' †' : ''}`,
        fieldsOf(entry.public),
        fieldsOf(entry.private),
        hearersOf(entry, heard),
      ];
      return `| ${cells.join(' | ')} |`;
    });
  const head = ['| entry | public | private | heard by |', '| --- | --- | --- | --- |'];
  return [`## ${writer}`, '', '<!-- prettier-ignore -->', ...head, ...rows, ''].join('\n');
}

function fieldsOf({ shape }: Entry['public']): string {
  return listed(Object.keys(shape));
}

function hearersOf(entry: Entry, heard: Readonly<Record<ServiceName, readonly Reaction[]>>): string {
  return Object.entries(heard)
    .map(([service, reactions]) => {
      const reads = reactions.filter(({ to }) => to === entry).flatMap((reaction) => reaction.reads);
      return reads.length > 0 ? `${service} (${listed([...new Set(reads)])})` : '';
    })
    .filter(Boolean)
    .join('; ');
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

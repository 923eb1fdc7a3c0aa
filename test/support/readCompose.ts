/** What a Compose file may say in the plain form that ours has: maps, and lists of texts. */
export type Yaml = string | Yaml[] | { [key: string]: Yaml };

/**
 * Reads block maps and lists by their indentation, and flow lists of quoted texts.
 *
 * @throws Error at a line of any other form.
 */
export function readYaml(text: string): Yaml {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  let at = 0;
  const depthOf = (line: string): number => line.length - line.trimStart().length;

  function block(depth: number): Yaml {
    const first = lines[at]?.trim() ?? '';
    return first.startsWith('- ') ? list(depth) : map(depth);
  }

  function list(depth: number): Yaml {
    const items: Yaml[] = [];
    while (at < lines.length && depthOf(lines[at]!) === depth && lines[at]!.trim().startsWith('- ')) {
      items.push(scalar(lines[at++]!.trim().slice(2)));
    }
    return items;
  }

  function map(depth: number): Yaml {
    const found: { [key: string]: Yaml } = {};
    while (at < lines.length && depthOf(lines[at]!) === depth) {
      const [, key, value] = /^([\w-]+):(?: (.*))?$/.exec(lines[at]!.trim()) ?? [];
      if (key === undefined || Object.hasOwn(found, key)) throw new Error(`not read: ${lines[at]}`);
      at += 1;
      if (value !== undefined) found[key] = scalar(value);
      else found[key] = at < lines.length && depthOf(lines[at]!) > depth ? block(depthOf(lines[at]!)) : '';
    }
    return found;
  }

  const whole = block(0);
  if (at < lines.length) throw new Error(`not read: ${lines[at]}`);
  return whole;
}

function scalar(text: string): Yaml {
  if (text.startsWith('[')) {
    const items = [...text.matchAll(/'((?:[^']|'')*)'|"([^"]*)"/g)];
    return items.map(([, single, double]) => single?.replaceAll("''", "'") ?? double!);
  }
  return /^'(.*)'$/.exec(text)?.[1] ?? text;
}

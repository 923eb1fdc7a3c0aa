/** What a gateway's `/metrics` says of one name: values by the labels' text, such as `{cache="positions"}`. */
export async function metricsOf(url: string, name: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = text.split('\n').flatMap((line) => {
    const [, labels, value] = /^(\w+\{[^}]*\}|\w+) (\S+)$/.exec(line) ?? [];
    return labels && labels.split('{', 1)[0] === name
      ? [[labels.slice(name.length), Number(value)] as const]
      : [];
  });
  return Object.fromEntries(found);
}

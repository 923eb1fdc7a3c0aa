/**
 * JSON that keeps big integers and instants: `{"$bigint":"1"}`, `{"$date":"…Z"}`. A name that begins with a dollar sign
 * gets a second one, so that what somebody sent us is never mistaken for ours.
 */
export function encode(value: unknown): string {
  return JSON.stringify(tag(value));
}

export function decode(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const [first, ...others] = Object.entries(value);
    if (others.length === 0 && first?.[0] === '$bigint') return BigInt(first[1] as string);
    if (others.length === 0 && first?.[0] === '$date') return new Date(first[1] as string);
    return renamed(value, (name) => (name.startsWith('$$') ? name.slice(1) : name));
  });
}

function tag(value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: value.toString() };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map(tag);
  if (typeof value === 'object' && value !== null) {
    return renamed(value, (name) => (name.startsWith('$') ? `$${name}` : name), tag);
  }
  return value;
}

function renamed(
  value: object,
  rename: (name: string) => string,
  convert: (inner: unknown) => unknown = (inner) => inner,
): object {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [rename(name), convert(inner)]));
}

/** Postgres sends a bigint as text, which JavaScript's number could not hold. */
const AS_BIGINT = {
  from: (text: string | null): bigint | null => (text === null ? null : BigInt(text)),
  to: (value: bigint | null | undefined): string | null | undefined =>
    typeof value === 'bigint' ? value.toString() : value,
};

export const text = (name: string) => ({ name, type: 'text' as const });
export const optionalText = (name: string) => ({ name, type: 'text' as const, nullable: true });
export const minor = (name: string) => ({ name, type: 'bigint' as const, transformer: AS_BIGINT });
export const whole = (name: string) => ({ name, type: 'int' as const });
export const instant = (name: string) => ({ name, type: 'timestamptz' as const });
export const optionalInstant = (name: string) => ({ name, type: 'timestamptz' as const, nullable: true });

import { uuidv7obj } from 'uuidv7';

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new TypeID: a prefix that says the kind, and a UUIDv7 in 26 base-32 digits that sorts by birth.
 *
 * @see https://github.com/jetify-com/typeid/tree/main/spec
 */
export function newTypeId(prefix: string): string {
  return `${prefix}_${base32(uuidv7obj().bytes)}`;
}

/** 128 bits in 26 digits of five: the two bits too many lead, as zeros. */
function base32(uuid: Readonly<Uint8Array>): string {
  let number = uuid.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let digits = '';
  for (let place = 0; place < 26; place += 1) {
    digits = CROCKFORD[Number(number & 31n)] + digits;
    number >>= 5n;
  }
  return digits;
}

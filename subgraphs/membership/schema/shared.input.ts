/** How a signature is made and written, in the descriptions of inputs. */
export const SIGNATURE = 'Ed25519 over the canonical form of the statement, unpadded base64url';
export const SIGNED_BY = 'The active key that signed; by default the one in the DID.';

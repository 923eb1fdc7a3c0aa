/** Why the wallet would not do or believe something. Callers match on `code`, never on the message. */
export type WalletErrorCode =
  | 'KEY_INVALID'
  | 'DID_NOT_SUPPORTED'
  | 'CIPHERTEXT_INVALID'
  | 'CID_MISMATCH'
  | 'CONTRIBUTION_TOO_LARGE'
  | 'COMPUTE_KEY_INVALID'
  | 'CREDENTIAL_INVALID'
  | 'CHALLENGE_INVALID'
  | 'EXPORT_INVALID'
  | 'TERMS_UNPROVEN'
  | 'PAYSLIP_INVALID';

export class WalletError extends Error {
  override readonly name = 'WalletError';

  constructor(
    readonly code: WalletErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

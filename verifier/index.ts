/**
 * Checks what a data cooperative's record says, from public files alone. Written from the specifications (RFC 6962, RFC 8032,
 * RFC 8785, C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles) and sharing no code with the services that write
 * it. Runs in Node and in a page: it uses nothing but the language and the web's fetch.
 */
export { canonicalize } from './canonical.js';
export { openCheckpoint, parseCheckpoint, witnessesOf } from './checkpoint.js';
export type { Checkpoint } from './checkpoint.js';
export { Fault } from './fault.js';
export type { Tell } from './fault.js';
export { signerOf } from './dataIntegrity.js';
export { leafHash, nodeHash } from './hash.js';
export { keyListedFor } from './knownKeys.js';
export { verifyLicence } from './licence.js';
export type { LicenceChecks } from './licence.js';
export { verifyLog } from './log.js';
export type { LogChecks } from './log.js';
export type { Leaf } from './leaf.js';
export { GrowingTree, isConsistent, rootFromInclusion } from './merkle.js';
export { parseNote, parseVerifierKey, signatureBy } from './note.js';
export type { VerifierKey } from './note.js';
export { readOpenings } from './opening.js';
export type { Opening } from './opening.js';
export { verifyPayslip } from './payslip.js';
export type { PayslipChecks } from './payslip.js';
export { fetchBytes, filesAt } from './source.js';
export type { FetchLimits, LogFiles } from './source.js';
export { pathOf, tilesOf } from './tiles.js';

import { mutation } from '../client/mutation.js';

interface Signed {
  signature: string;
  key: string;
}

export interface ContributeInput {
  dataset: string;
  /** Base64. */
  ciphertext: string;
  cid: string;
  sealedKey: string;
  recordCount: number;
  idempotencyKey: string;
}

export interface GrantConsentInput extends Signed {
  id: string;
  dataset: string;
  purposes: readonly string[];
  categories: readonly string[];
  recipients: readonly string[];
  expiresAt: string | null;
  keyVersion: number;
  wrap: string;
}

export interface AcceptOfferInput extends Signed {
  licence: string;
  offerDigest: string;
  decideBy: string;
  idempotencyKey: string;
}

export interface VerifyAgreementInput extends Signed {
  licence: string;
  agreementDigest: string;
  idempotencyKey: string;
}

/** A licence with what its buyer needs for the next step. */
export interface LicenceState {
  id: string;
  state: string;
  offer: { id: string; digest: string };
  agreementDigest: string | null;
}

const licenceState = 'id state offer { id digest } agreementDigest';

export const publishDataset = mutation<Record<string, unknown>, { id: string }>('publishDataset', 'id');

export const publishOffer = mutation<Record<string, unknown>, { id: string }>('publishOffer', 'id');

export const contribute = mutation<ContributeInput, { id: string }>('contribute', 'id', { repeatable: true });

export const grantConsent = mutation<GrantConsentInput, { id: string }>('grantConsent', 'id');

/** @see erasureBy */
export const eraseMyData = mutation<
  { cooperative: string; nonce: string } & Signed,
  { member: { id: string }; erasedAt: string }
>('eraseMyData', 'member { id } erasedAt');

export const requestLicence = mutation<
  { dataset: string; purpose: string; offer: string; message: string; idempotencyKey: string },
  LicenceState
>('requestLicence', licenceState, { repeatable: true });

export const counterOffer = mutation<
  { licence: string; message: string; idempotencyKey: string },
  LicenceState
>('counterOffer', licenceState, { repeatable: true });

export const acceptOffer = mutation<AcceptOfferInput, LicenceState>('acceptOffer', licenceState, {
  repeatable: true,
});

export const verifyAgreement = mutation<VerifyAgreementInput, LicenceState>('verifyAgreement', licenceState, {
  repeatable: true,
});

export const submitComputeJob = mutation<
  { licence: string; spec: Record<string, unknown>; idempotencyKey: string },
  { id: string; state: string }
>('submitComputeJob', 'id state', { repeatable: true });

export const COMPUTE_KEY = 'query ComputeKey { computeKey { version publicKey } }';

export const DATASETS = `
  query Datasets($cooperative: ID!) {
    cooperative(id: $cooperative) { datasets(first: 10) { nodes { id title offers { id digest } } } }
  }`;

export const LICENCE = `query Licence($id: ID!) { licence(id: $id) { ${licenceState} } }`;

export const LICENCES = `
  query Licences {
    viewer { organization { licences(first: 50) { nodes { dataset { id } ${licenceState} } } } }
  }`;

export const COMPUTE_JOB = 'query ComputeJob($id: ID!) { computeJob(id: $id) { id state refusal } }';

/** What a member has already brought and allowed. */
export const MY_DATA = `
  query MyData {
    viewer {
      memberships {
        contributions(first: 20) { nodes { dataset { id } verification { rows { counted } } } }
        consents(first: 20) { nodes { dataset { id } } }
      }
    }
  }`;

/** What a member consented to. A consent counts once its wrap is OPENED: a second or two after it was granted. */
export const MY_CONSENTS = `
  query MyConsents {
    viewer { memberships { consents(first: 20) { nodes { id dataset { id } state wrapState } } } }
  }`;

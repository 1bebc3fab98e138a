/**
 * 档案包 and 校验点清单, as they lie in a file. A later version of the verifier reads every earlier format: a change
 * of meaning gets a new number here and keeps the old one readable.
 */

export const PACKAGE_FORMAT = 'cunyi-package/1'
export const CHECKPOINTS_FORMAT = 'cunyi-checkpoints/1'

/** office: every record of the matter; public: what says nothing of a person but what the board may show. */
export const PACKAGE_KINDS = ['office', 'public'] as const
export type PackageKind = (typeof PACKAGE_KINDS)[number]

export type PackagedFile = { path: string; size: number; sha256: string }
export type PackageManifest = {
  format: typeof PACKAGE_FORMAT
  kind: PackageKind
  village: string
  villageName: string
  proposalId: string
  number: string
  title: string
  madeAt: string
  /** The slice of the chain: the first and the last entry in it, and the last one that is about this matter. */
  evidence: { from: number; to: number; lastOwn: number; head: string }
  /** Ed25519, SubjectPublicKeyInfo in base64. It proves something only beside the county's checkpoint list. */
  publicKey: string
  files: PackagedFile[]
}

export const MANIFEST = 'manifest.json'
/** Ed25519 over the bytes of the manifest, in base64. */
export const SIGNATURE = 'manifest.sig'
export const EVIDENCE = 'evidence/slice.json'

/** An entry as a slice shows it; without salt and payload it still proves its place. */
export type SliceEntry = {
  seq: number
  at: string
  prevLink: string
  link: string
  payloadDigest: string
  salt: string | null
  payload: Record<string, unknown> | null
}

/** What a public slice shows in full: what happened to the matter and its polls, by clock or office. */
export const PUBLIC_ACTS: readonly string[] = [
  'openPoll',
  'endPoll',
  'closePoll',
  'voidPoll',
  'endMeeting',
  'extendWindow',
  'postDisclosure',
  'silentReview',
  'endDisclosure',
]

/** 校验点: the heads of all chains of a county at one instant. */
export type ChainHead = { division: string; seq: number; link: string }
export type Checkpoint = {
  seq: number
  /** The day that ended, in Shanghai. */
  day: string
  at: string
  /** Digest of the checkpoint before it. */
  prev: string
  heads: ChainHead[]
  publicKey: string
  digest: string
  /** Ed25519 over the digest's text. */
  signature: string
}
export type CheckpointFile = {
  format: typeof CHECKPOINTS_FORMAT
  county: string
  countyName: string
  checkpoints: Checkpoint[]
}

/** What a checkpoint's digest is reckoned over, as canonical JSON. */
export const checkpointFacts = (
  county: string,
  { seq, day, at, prev, heads, publicKey }: Omit<Checkpoint, 'digest' | 'signature'>,
) => ({ format: CHECKPOINTS_FORMAT, county, seq, day, at, prev, heads, publicKey })

/**
 * 档案包 and 校验点清单, as they lie in a file. A later version of the verifier reads every earlier format: a change
 * of meaning gets a new number here and keeps the old one readable.
 */

import { canonicalJson } from '../poll/proof.ts'
import { coveringOf, type Group } from './covered.ts'

export const PACKAGE_FORMAT = 'cunyi-package/2'
/** What earlier releases packed: only what the recount reads is held to the chain there. */
export const EARLIER_FORMATS: readonly string[] = ['cunyi-package/1']
export const CHECKPOINTS_FORMAT = 'cunyi-checkpoints/1'

/** office: every record of the matter; public: what says nothing of a person but what the board may show. */
export const PACKAGE_KINDS = ['office', 'public'] as const
export type PackageKind = (typeof PACKAGE_KINDS)[number]

export type PackagedFile = { path: string; size: number; sha256: string }
export type PackageManifest = {
  format: string
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
  /** Which records it covers; null: an entry of a release that covered none, or a package of format 1. */
  covers?: SliceCovers | null
}
/**
 * `root` and `mark` stand in the link. `office` and `shown` are the roots of the two sides, null where nothing of the
 * entry is about this matter; `groups` are those of the package's own side: about this matter with their lines, about
 * another, in another's entry, by their digest.
 */
export type SliceCovers = {
  root: string
  mark: string
  office: string | null
  shown: string | null
  groups: (Group | string)[] | null
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
  'coverPackage',
]
/** What is drawn and put together for a package, by the entry that covers it: not about the matter itself. */
/** A group as it was found by a release that covers records, of one that did not: covered from that day only. */
export const FOUND = 'found'
export const PACKING_ACTS: readonly string[] = ['coverPackage', 'makePackage']

/**
 * 成品: files that are no rows of a record: papers, forms, the index, the public page with its pictures; and what the
 * manifest says.
 */
export const isDrawn = (path: string, kind: PackageKind): boolean =>
  ![MANIFEST, SIGNATURE, EVIDENCE].includes(path) &&
  (kind === 'public' || !path.startsWith('attachments/')) &&
  !(path.startsWith('records/') && isCovered(path.slice('records/'.length, -'.json'.length)))
const isCovered = (record: string) => record === 'people' || coveringOf(record) !== undefined

export const drawnText = (
  files: readonly { path: string; sha256: string }[],
  { kind, village, villageName, proposalId, number, title, madeAt }: ManifestFacts,
): string =>
  [
    canonicalJson({ kind, village, villageName, proposalId, number, title, madeAt }),
    ...files
      .filter(({ path }) => isDrawn(path, kind))
      .map(({ path, sha256 }) => `${path} ${sha256}`)
      .sort(),
  ].join('\n')
export type ManifestFacts = Pick<
  PackageManifest,
  'kind' | 'village' | 'villageName' | 'proposalId' | 'number' | 'title' | 'madeAt'
>

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

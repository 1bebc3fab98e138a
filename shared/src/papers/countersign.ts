/**
 * 联署: a township's or the county's office signs the county's list of a day with a key of its own, away from the server.
 * Whoever holds the server's key alone can then make no list that carries their names.
 */
import type { Checkpoint, CheckpointFile } from './package-format.ts'

export const COUNTERSIGNATURE = 'cunyi-countersignature/1'
export type Countersignature = {
  /** The office's division: a township's or the county's. */
  division: string
  /** Ed25519, SubjectPublicKeyInfo in base64. */
  publicKey: string
  /** Over `countersignedText`, in base64. */
  signature: string
}
/** 登记的公钥: by two persons, one of the office and one of another. */
export type OfficeKey = {
  division: string
  name: string
  publicKey: string
  from: string
  /** From then on it signs nothing more. */
  until: string | null
}
export type Countersigned = {
  keys?: OfficeKey[] | undefined
  checkpoints: (Checkpoint & { signatures?: Countersignature[] | undefined })[]
}

/** It names the division, so that nobody's signature passes for another office's. */
export const countersignedText = (
  county: string,
  { seq, digest }: Pick<Checkpoint, 'seq' | 'digest'>,
  division: string,
): string => [COUNTERSIGNATURE, county, seq, digest, division].join('|')

/** A signature as it travels from where the key is to the server. */
export type CountersignatureFile = Countersignature & {
  format: typeof COUNTERSIGNATURE
  county: CheckpointFile['county']
  seq: number
  digest: string
}

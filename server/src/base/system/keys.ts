/**
 * 密钥: the lasting keys of KEY_FILE (.cunyi/keys.json with the embedded database). Whoever has this file and the
 * database reads phones and ID numbers; a restore without it cannot. Poll keys are elsewhere: poll-keys.ts.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Passwords } from './passwords.ts'
import { StartRefused } from './refused.ts'

const key = z
  .base64()
  .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
const keyFile = z.object({
  field: key,
  index: key,
  token: key,
  /** Ed25519, PKCS 8 in base64. */
  signing: z.base64(),
  /** Passwords of the embedded database. */
  database: z.object({ admin: z.string(), owner: z.string(), server: z.string() }).optional(),
})
type KeyFile = z.infer<typeof keyFile>

export interface Keys {
  field: KeyObject
  index: KeyObject
  /** For jsonwebtoken, with algorithms: ['HS256'] named. */
  token: KeyObject
  signing: KeyObject
  verifying: KeyObject
}

const newKeys = (): KeyFile => ({
  field: randomBytes(32).toString('base64'),
  index: randomBytes(32).toString('base64'),
  token: randomBytes(32).toString('base64'),
  signing: generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'der', type: 'pkcs8' })
    .toString('base64'),
})

function read(file: string): KeyFile {
  try {
    return keyFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw new StartRefused(`The key file ${file} cannot be used: ${reason}`)
  }
}

/** Whole or not at all, and on disk before anything is encrypted with it. */
function write(file: string, content: KeyFile) {
  mkdirSync(dirname(file), { recursive: true })
  // Several processes may make the first one at once.
  const half = `${file}.${process.pid}.new`
  const handle = openSync(half, 'w', 0o600)
  writeFileSync(handle, `${JSON.stringify(content, null, 2)}\n`)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(half, file)
}

/** `npm start -- keys FILE`, and the first start of the demo. Never over a file that is there. */
export function makeKeyFile(file: string) {
  if (existsSync(file)) throw new StartRefused(`${file} is there already; keys are never made over others.`)
  write(file, newKeys())
}

export function readKeys(file: string): Keys {
  const content = read(file)
  const signing = createPrivateKey({
    key: Buffer.from(content.signing, 'base64'),
    format: 'der',
    type: 'pkcs8',
  })
  return {
    field: createSecretKey(Buffer.from(content.field, 'base64')),
    index: createSecretKey(Buffer.from(content.index, 'base64')),
    token: createSecretKey(Buffer.from(content.token, 'base64')),
    signing,
    verifying: createPublicKey(signing),
  }
}

/** Passwords of the embedded database, made on the first start. */
export function databasePasswords(file: string): Passwords {
  const content = existsSync(file) ? read(file) : newKeys()
  if (content.database) return content.database
  const password = () => randomBytes(18).toString('hex')
  const database = { admin: password(), owner: password(), server: password() }
  write(file, { ...content, database })
  return database
}

const VERSION = 1

/**
 * AES-256-GCM for one field. `place` (such as 'people.phone') is bound in, so that a sealed value moved to
 * another column does not open.
 */
export function sealField({ field }: Pick<Keys, 'field'>, place: string, text: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', field, nonce).setAAD(Buffer.from(place))
  return Buffer.concat([
    Buffer.of(VERSION),
    nonce,
    cipher.update(text, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ])
}

export function openField({ field }: Pick<Keys, 'field'>, place: string, sealed: Buffer): string {
  if (sealed[0] !== VERSION) throw new Error(`A sealed ${place} has an unknown form.`)
  const decipher = createDecipheriv('aes-256-gcm', field, sealed.subarray(1, 13)).setAAD(Buffer.from(place))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(13, -16)), decipher.final()]).toString('utf8')
}

/** Finds an encrypted value again without opening any: the same text and kind give the same index. */
export const blindIndex = (
  { index }: Pick<Keys, 'index'>,
  kind: 'phone' | 'idNumber',
  text: string,
): string => createHmac('sha256', index).update(`${kind}:${text}`).digest('base64url')

/** Tells one key file from another; opens nothing. Kept by the database, and by a backup. */
export const keyMark = (keys: Pick<Keys, 'index'>): string => blindIndex(keys, 'phone', 'backup')

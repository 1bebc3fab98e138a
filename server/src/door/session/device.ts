/**
 * 用过的设备: a device on which an account was logged in with a code keeps a secret that no script can read. With it a
 * personal link needs no code; alone it opens nothing.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { isKnownDevice, keepDevice } from './queries/sessions.ts'
import { newSecret, secretHash } from './tokens.ts'

const NAME = 'cunyi_device'
const PATH = '/api/login'
const DAYS = 400

export const readDevice = (request: FastifyRequest): string | undefined => request.cookies[NAME]

export const setDevice = ({ config }: Pick<Parts, 'config'>, reply: FastifyReply, secret: string) =>
  reply.setCookie(NAME, secret, {
    path: PATH,
    httpOnly: true,
    sameSite: 'strict',
    secure: config.publicUrl.startsWith('https:'),
    maxAge: DAYS * 86_400,
  })

/** The device is known to the account from now on. A secret that was never given out here is replaced: it may be somebody's. */
export async function rememberDevice(
  tx: Tx,
  { accountId, brought, now }: { accountId: string; brought: string | undefined; now: Date },
): Promise<{ secret: string; hash: string }> {
  const isOurs = brought !== undefined && (await isKnownDevice(tx, { secretHash: secretHash(brought) }, now))
  const secret = isOurs ? brought : newSecret()
  const hash = secretHash(secret)
  const expiresAt = new Date(now.getTime() + DAYS * 86_400_000)
  await keepDevice(tx, { accountId, secretHash: hash, createdAt: now, expiresAt })
  return { secret, hash }
}

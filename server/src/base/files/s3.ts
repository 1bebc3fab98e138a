import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { S3Settings } from '#base/system/config.ts'
import { type FileStore, mustBeSame, newCheck, placeOf } from './place.ts'

const MOST_TRIES = 3
const WAIT_MS = 15_000
const stores = new Map<string, FileStore>()

/** 对象存储: one client a bucket; what it is asked again and again is its own affair. */
export function s3Store(settings: S3Settings): FileStore {
  const name = `${settings.endpoint ?? ''} ${settings.bucket}`
  const known = stores.get(name) ?? openStore(settings)
  stores.set(name, known)
  return known
}

function openStore({ bucket, endpoint, region, accessKey, secretKey }: S3Settings): FileStore {
  const client = new S3Client({
    region,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    maxAttempts: MOST_TRIES,
    requestHandler: { requestTimeout: WAIT_MS, connectionTimeout: WAIT_MS },
    // Compatible stores know no other checksums than the one in the signature.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const at = (digest: string) => ({ Bucket: bucket, Key: placeOf(digest) })
  const get = async (what: { Bucket: string; Key: string }) => {
    const { Body } = await client.send(new GetObjectCommand(what))
    return Buffer.from((await Body?.transformToByteArray()) ?? [])
  }
  return {
    keep: (digest, content) =>
      reached(async () => {
        if (await isThere(client, at(digest))) return
        await client.send(new PutObjectCommand({ ...at(digest), Body: content }))
      }),
    read: (digest) => reached(() => get(at(digest))),
    check: async () => {
      const { name, content } = newCheck()
      const there = { Bucket: bucket, Key: name }
      await client.send(new PutObjectCommand({ ...there, Body: content }))
      mustBeSame(content, await get(there))
      // A store that lets nobody remove anything is a good one.
      await client.send(new DeleteObjectCommand(there)).catch(() => {})
    },
  }
}

const isThere = (client: S3Client, at: { Bucket: string; Key: string }): Promise<boolean> =>
  client.send(new HeadObjectCommand(at)).then(
    () => true,
    (error) => {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false
      throw error
    },
  )

/** A store that does not answer is said so, with the advice to try again; what it answers is not hidden. */
async function reached<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
    if (status === undefined || status >= 500) throw new Refused('fileStoreUnavailable')
    throw error
  }
}

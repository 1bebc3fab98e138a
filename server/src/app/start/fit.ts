/** 启动检查: where the server keeps things can be written and read back now, or it does not start. */
import { checkStore } from '#base/files/store.ts'
import { type TakenOver, takenOverBy } from '#base/system/at-work.ts'
import type { Config } from '#base/system/config.ts'
import type { PollKeys } from '#base/system/poll-keys.ts'
import { StartRefused } from '#base/system/refused.ts'
import { drawWith } from '#views/papers/draw.ts'

/** The system's word for what went wrong, or the store's; an object store's answer has a name. */
function reasonOf(error: unknown): string {
  const { cause, code, name, message } = error as Error & { code?: string }
  if (cause) return reasonOf(cause)
  return code ?? (name === 'Error' ? message : name)
}

export async function refuseUnfit(config: Config, pollKeys: PollKeys): Promise<void> {
  const { s3, files, keysDir, fontsDir } = config
  await pollKeys.check().catch((error: unknown) => {
    throw new StartRefused(
      `The poll keys cannot be written and read back in ${keysDir} (KEYS_DIR): ${reasonOf(error)}.`,
    )
  })
  await checkStore(config).catch((error: unknown) => {
    throw new StartRefused(
      s3
        ? `The attachments cannot be written and read back in the bucket ${s3.bucket} at ${s3.endpoint ?? s3.region} (S3_…): ${reasonOf(error)}.`
        : `The attachments cannot be written and read back in ${files} (CUNYI_HOME): ${reasonOf(error)}.`,
    )
  })
  try {
    drawWith(fontsDir)
  } catch (error) {
    throw new StartRefused(
      `Papers cannot be drawn with the type faces of ${fontsDir} (FONTS_DIR): ${reasonOf(error)}`,
    )
  }
}

export const takenSentence = ({ by, file }: TakenOver) =>
  `This database was taken over by a copy of it (${by}); only if that copy is given up for good take ${file} away and start again.`

export async function refuseTakenOver({ keysDir }: Config, id: string): Promise<void> {
  const taken = await takenOverBy(keysDir, id)
  if (taken) throw new StartRefused(takenSentence(taken))
}

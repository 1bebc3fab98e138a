/** What the commands around a database have in common: settings, plain sentences, an exit code. */
import { type Config, readConfig } from '#base/system/config.ts'
import { describeError } from '#base/system/log.ts'
import { StartRefused } from '#base/system/refused.ts'

export const say = (line: string) => console.log(line)

/** Runs a command of `npm run`; its first argument is handed on, or asked for in the given words. */
export async function command(usage: string | null, work: (config: Config, target: string) => Promise<void>) {
  try {
    const target = process.argv[2] ?? ''
    if (usage && (!target || target.startsWith('-'))) throw new StartRefused(usage)
    await work(readConfig(process.env), target)
  } catch (error) {
    console.error(error instanceof StartRefused ? error.message : describeError(error))
    process.exitCode = 1
  }
}

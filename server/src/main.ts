/** The process. Settings are judged before the large rest is read, so that a refusal comes at once. */
import { readConfig } from '#base/system/config.ts'
import { FAULT, StartRefused } from '#base/system/refused.ts'

try {
  const config = readConfig(process.env, process.argv.slice(2))
  if (!process.argv.includes('--check')) {
    const { serve } = await import('#app/start/serve.ts')
    await serve(config, { listens: !process.argv.includes('--fill') })
  }
} catch (error) {
  const { message } = error as Error
  const isPlain = error instanceof StartRefused
  const [{ describeError }, { isAway }] = await Promise.all([
    import('#base/system/log.ts'),
    import('#base/database/away.ts'),
  ])
  console.error(isPlain ? message : describeError(error))
  // Gone while the server was starting: the launcher tries again.
  process.exitCode = !isPlain && isAway(error) ? FAULT : 1
  if (process.connected) process.disconnect()
}

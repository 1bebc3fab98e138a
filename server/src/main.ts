/** The process. Settings are judged before the large rest is read, so that a refusal comes at once. */
import { readConfig } from '#base/system/config.ts'
import { StartRefused } from '#base/system/refused.ts'

try {
  const config = readConfig(process.env, process.argv.slice(2))
  const { serve } = await import('#app/start/serve.ts')
  await serve(config)
} catch (error) {
  const { code, message } = error as Error & { code?: string }
  const isPlain = error instanceof StartRefused || code === 'EADDRINUSE' || code === 'EACCES'
  console.error(isPlain ? message : error)
  process.exitCode = 1
  if (process.connected) process.disconnect()
}

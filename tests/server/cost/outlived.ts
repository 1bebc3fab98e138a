/** A process that asks a child for something endless, and says who the child is. */
import { readApart } from '../../../server/src/base/children/pool.ts'

const module = new URL('./tasks.ts', import.meta.url)
const pid = await readApart({ module, input: 'quick', account: 'one' })
readApart({ module, input: 'loop', account: 'one' }).catch(() => {})
// The child is in its loop before we are ended.
setTimeout(() => process.send?.(pid), 500)

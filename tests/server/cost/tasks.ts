/** Run in a child: what a hostile file would make a reader do. */
const held: Buffer[] = []

export async function read(task: string | { ms: number }, say: (said: unknown) => void): Promise<unknown> {
  if (typeof task === 'object') {
    await new Promise((resolve) => setTimeout(resolve, task.ms))
    return process.pid
  }
  if (task === 'memory') for (;;) held.push(Buffer.alloc(16 * 1024 * 1024, 1))
  if (task === 'loop') for (;;);
  if (task === 'secrets') return { ...process.env }
  say('half')
  return process.pid
}

// Children of the launcher: how they begin, what is shown of them, and that none outlives it.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { endingOf, passesSignals, quoted } from './systems.mjs'
import { both, isFull, Stopped, say } from './words.mjs'

/** A tool of an installation is given this long to end by itself; all is over within two seconds. */
const PATIENCE = 700
/** The server finishes what it has in hand; the embedded one within two seconds, by itself. */
const SERVER_PATIENCE = 30_000
const PARENT_EVERY = 500

const children = new Set()
let asked = null
export const isAsked = () => asked !== null
export const endedByUs = () => new Stopped(both('已停止。', 'Stopped.'), 130)

function endTree(pid, hard, platform) {
  const { call, send } = endingOf(platform, pid, hard)
  try {
    if (call) spawnSync(call[0], call[1], { stdio: 'ignore', windowsHide: true })
    else process.kill(send[0], send[1])
  } catch {
    // It has ended already.
  }
}

/** Everything that was started ends, and is waited for: for a start of which one part has failed. */
export async function endAll(platform = process.platform) {
  for (const child of children) child.ask('SIGTERM', false, platform)
  await Promise.all([...children].map((child) => child.ended))
}

/**
 * Who started us: npm, or the shell that npm started, with npm above it. Either may be struck down without a word to us,
 * and npm passes a signal on to its shell alone.
 */
function aboveUs() {
  const { ppid } = process
  try {
    const [, name, above] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${ppid}/stat`, 'utf8')) ?? []
    return ['sh', 'dash', 'ash', 'bash', 'busybox'].includes(name) ? `${ppid} ${above}` : String(ppid)
  } catch {
    return String(ppid)
  }
}

/** The one place where a signal is heard. The second one does not wait any more. */
export function hearSignals(platform = process.platform) {
  const hear = (signal) => {
    const again = asked !== null
    asked = signal
    // `npm run dev` holds two children of its own and ends them itself.
    if (children.size === 0 && process.listenerCount(signal) === 1) {
      console.error(endedByUs().message)
      process.exit(130)
    }
    for (const child of children) child.ask(signal, again, platform)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', ...(platform === 'win32' ? ['SIGBREAK'] : [])])
    process.on(signal, hear)
  if (!process.env.npm_lifecycle_event || platform === 'win32') return
  const before = aboveUs()
  setInterval(() => asked || aboveUs() === before || hear('SIGHUP'), PARENT_EVERY).unref()
}

/**
 * A child whose end is ours. `tool`: in a group of its own, with what it says kept back until something is wrong, and
 * ended with all that it started. Else it shares our terminal, and signals are passed on to it.
 */
export function run(command, args, options = {}) {
  const { tool = false, ipc = false, shell = false, env = process.env, cwd } = options
  const { platform = process.platform, patience = tool ? PATIENCE : SERVER_PATIENCE } = options
  return new Promise((resolve, reject) => {
    const out = tool ? 'pipe' : 'inherit'
    const child = spawn(command, shell ? args.map(quoted) : args, {
      cwd,
      env,
      shell,
      windowsHide: true,
      detached: tool && platform !== 'win32',
      stdio: [tool ? 'ignore' : 'inherit', out, out, ...(ipc ? ['ipc'] : [])],
    })
    const said = { text: '', out: '' }
    child.stdout?.on('data', (chunk) => (said.out += chunk))
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said.text += chunk))
    let isOurs = false
    let last
    const entry = {
      ask: (signal, again, system) => {
        isOurs = true
        if (tool) {
          endTree(child.pid, again, system)
          last ??= setTimeout(() => endTree(child.pid, true, system), patience)
          return
        }
        // Windows has told it already, by its console; without one the line to us tells it.
        if (passesSignals(system)) child.kill(signal)
        else if (child.connected) child.disconnect()
        last ??= setTimeout(() => child.kill('SIGKILL'), patience)
      },
      ended: new Promise((end) => child.once('close', end).once('error', end)),
    }
    children.add(entry)
    const done = () => {
      clearTimeout(last)
      children.delete(entry)
      // What the tool started and did not wait for.
      if (tool && isOurs) endTree(child.pid, true, platform)
    }
    child.on('error', (error) => {
      done()
      reject(error)
    })
    child.on('close', (code, signal) => {
      done()
      resolve({ code: code ?? 128 + (signal === 'SIGINT' ? 2 : 15), signal, asked: isOurs, ...said })
    })
    if (asked) entry.ask(asked, false, platform)
  })
}

const secondsSince = (began) => Math.round((performance.now() - began) / 1000)

/**
 * One line a part of the work, with the seconds it takes on a machine of two cores; on a terminal they are counted.
 * What the tools said is shown when one of them failed.
 */
export async function progress(zh, en, expected, work, out = process.stdout) {
  const began = performance.now()
  const head = `${zh} ${en}`
  const line = () => `${head} … ${secondsSince(began)} s (约 about ${expected} s)`
  let ticking
  if (out.isTTY) ticking = setInterval(() => out.write(`\r${line()}\u001b[K`), 1000)
  if (out.isTTY) out.write(line())
  else out.write(`${head} … (约 about ${expected} s)\n`)
  try {
    const done = await work()
    out.write(`${out.isTTY ? '\r' : ''}${head}: ${secondsSince(began)} s${out.isTTY ? '\u001b[K' : ''}\n`)
    return done
  } catch (error) {
    if (out.isTTY) out.write('\n')
    throw error
  } finally {
    clearInterval(ticking)
  }
}

/** The same for a tool: a failure says its sentence, and below it what the tool said. */
export async function must(zh, en, command, args, options) {
  const { code, text, asked: isOurs } = await run(command, args, { ...options, tool: true })
  if (isOurs || isAsked()) throw endedByUs()
  if (code === 0) return text
  // Nobody finds that one line in what a tool says.
  if (isFull(text))
    throw new Stopped(
      both(
        `${zh}：磁盘满了。腾出地方，再运行同一条命令，会接着做。`,
        `${en}: the disk is full. Make room and run the same command; it goes on from there.`,
      ),
    )
  say(`\n${text.trim()}\n`)
  throw new Stopped(both(`${zh}，原因见上面。`, `${en}; what was said about it stands above.`))
}

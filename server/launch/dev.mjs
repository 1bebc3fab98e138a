// `npm run dev`: the server started anew after each change, on a database that stays; the pages by Vite, with its
// address in front of both. Ctrl-C ends all of it.
//   npm run dev                     on http://127.0.0.1:5173, with the demo
//   npm run dev -- --port 5200      elsewhere
// A clock of its own, without the demo: CUNYI_MODE=test CUNYI_CLOCK=2026-11-02T08:00:00+08:00 CUNYI_HOME=FOLDER npm run dev
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { buildSite, environmentFor, flagsFor, install, launch, ROOT, Stopped, say } from './toolchain.mjs'

const PORT = 5173

function start(command, args, options) {
  const child = spawn(command, args, options)
  return { child, ended: once(child, 'exit').then(([code]) => code ?? 1) }
}

function portOf(args) {
  const at = args.indexOf('--port')
  const port = at < 0 ? PORT : Number(args[at + 1])
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Stopped('Which port? npm run dev -- --port 5200')
  return port
}

const listen = (port) =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(port, '127.0.0.1', () => {
      const { port: taken } = probe.address()
      probe.close(() => resolve(taken))
    })
  })
const freePort = () => listen(0)
const refuseTaken = (port) =>
  listen(port).catch(() => {
    throw new Stopped(`Port ${port} is taken; npm run dev -- --port ${port + 1} takes another.`)
  })

await launch(async (args) => {
  const port = portOf(args)
  // The public pages are drawn by the built renderer; a first build is enough, the member pages are never built here.
  const isBuilt = existsSync(join(ROOT, 'web', 'dist', 'server', 'render.js'))
  const { node } = isBuilt ? await install() : await buildSite()
  await refuseTaken(port)
  const serverPort = await freePort()
  const address = `http://127.0.0.1:${port}`
  const env = {
    ...environmentFor(node),
    PORT: String(serverPort),
    PUBLIC_URL: process.env.PUBLIC_URL || address,
    CUNYI_SERVER: `http://127.0.0.1:${serverPort}`,
  }
  const parts = [
    // Each ends by itself when this process is gone: the server by the line to us, Vite by the end of its input.
    start(node, [...flagsFor(), join(ROOT, 'server/src/app/commands/develop.ts')], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }),
    start(
      node,
      [
        // Vite ends with its input, and hears of that end only when somebody reads.
        '--import',
        'data:text/javascript,process.stdin.resume()',
        join(ROOT, 'web/node_modules/vite/bin/vite.js'),
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--strictPort',
        '--clearScreen',
        'false',
      ],
      { cwd: join(ROOT, 'web'), env, stdio: ['pipe', 'inherit', 'inherit'] },
    ),
  ]
  say(`\nOpen ${address} as soon as the server says that it is ready; Ctrl-C ends all of it.`)
  let isAsked = false
  const endAll = () => parts.forEach(({ child }) => void child.kill('SIGTERM'))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      isAsked = true
      endAll()
    })
  // Whichever ends first, the other is not left behind.
  const code = await Promise.race(parts.map((part) => part.ended))
  endAll()
  await Promise.all(parts.map((part) => part.ended))
  return isAsked ? 0 : code || 1
})

/** 开发: `npm run dev` on a copy of the checkout, so that files can be changed under it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@cunyi/server/base/database/cluster.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { isInstalled } from '../../server/launch/toolchain.mjs'

const ROOT = join(import.meta.dirname, '..', '..')
const PATIENCE = 240_000
let copy: string
let home: string
let address: string
let launcher: ChildProcess
let said = ''

beforeAll(async () => {
  // The copy shares the checkout's packages and must find nothing to install.
  if (!isInstalled()) throw new Error('The packages are not those of the lock file: `npm test` brings them.')
  copy = mkdtempSync(join(tmpdir(), 'cunyi-dev-'))
  chmodSync(copy, 0o755)
  home = join(copy, 'home')
  const skipped = new Set(['.git', '.cunyi', 'artifacts', 'coverage'].map((name) => join(ROOT, name)))
  const filter = (from: string) => !skipped.has(from) && from !== join(ROOT, 'node_modules')
  // The links of each package as they are: this copy's shared, everybody's packages.
  cpSync(ROOT, copy, { recursive: true, verbatimSymlinks: true, filter })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  const port = await freePort()
  address = `http://127.0.0.1:${port}`
  launcher = spawn(process.execPath, [join(copy, 'server/launch/dev.mjs'), '--port', String(port)], {
    cwd: copy,
    env: {
      PATH: process.env.PATH ?? '',
      CUNYI_HOME: home,
      CUNYI_MODE: 'test',
      CUNYI_CLOCK: '2026-11-02T08:00:00+08:00',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [launcher.stdout, launcher.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk
    })
  await until('the server is ready', async () => said.includes('is ready: '))
}, PATIENCE * 2)
afterAll(async () => {
  if (launcher?.exitCode === null) {
    launcher.kill('SIGTERM')
    await once(launcher, 'exit')
  }
  rmSync(copy, { recursive: true, force: true })
})

async function until(what: string, isSo: () => Promise<boolean>) {
  const began = performance.now()
  while (!(await isSo().catch(() => false))) {
    if (launcher.exitCode !== null)
      throw new Error(`${what}: the launcher ended with ${launcher.exitCode}: ${said}`)
    if (performance.now() - began > PATIENCE) throw new Error(`${what}: too late; ${said}`)
    await sleep(20)
  }
  return Math.round(performance.now() - began)
}

const get = async (path: string) => (await fetch(`${address}${path}`, { headers: { accept: '*/*' } })).text()
const change = (file: string, from: string, to: string) => {
  const path = join(copy, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}
const pidOfDatabase = () => readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('One address answers with the pages, the requests, the public pages and the socket', async () => {
  expect(await get('/app/login')).toContain('/src/app/main.ts')
  expect(await get('/app/login')).toContain('content="test"')
  expect(await get('/src/app/main.ts')).toContain('createApp')
  expect(await get('/health/live')).toBe('{"live":true}')
  expect(JSON.parse(await get('/api/openapi.json')).openapi).toBe('3.1.0')
  expect(await get('/')).toContain('村里的事，大家议')
  expect(await get('/v/411329990201')).toContain('<main')
  const meeting = '00000000-0000-4000-8000-000000000000'
  const socket = new WebSocket(
    `${address.replace('http', 'ws')}/api/villages/411329990201/meetings/${meeting}/live`,
  )
  // Without a word who is asking the server shuts it, with a number of its own.
  const [end] = (await once(socket, 'close')) as [number]
  expect(end).toBe(4400)
})

test(
  'A change in the server, and one in shared, is answered at once; the database and what it holds stay',
  async () => {
    const database = pidOfDatabase()
    const divisions = await get('/api/public/villages')
    expect(divisions).toContain('411329990201')

    change('server/src/door/http/health.ts', 'live: true', "live: 'again' as unknown as true")
    const server = await until('a change in the server', async () =>
      (await get('/health/live')).includes('again'),
    )
    change('shared/src/api/polls.ts', 'Cast a ballot;', 'Cast one ballot;')
    const shared = await until('a change in shared', async () =>
      (await get('/api/openapi.json')).includes('Cast one ballot;'),
    )
    console.log(`answered anew after ${server} ms (server), ${shared} ms (shared)`)

    expect(await get('/api/public/villages')).toBe(divisions)
    expect(pidOfDatabase()).toBe(database)
    // The pages read the same file.
    expect(await get(`/@fs${copy}/shared/src/api/polls.ts`)).toContain('Cast one ballot;')
  },
  PATIENCE * 3,
)

test(
  'A file that cannot be read is told, and the next change starts the server again',
  async () => {
    change('server/src/door/http/health.ts', "live: 'again'", 'live: ~~~')
    await until('the fault is told', async () => /Failed running/.test(said))
    change('server/src/door/http/health.ts', 'live: ~~~', "live: 'mended'")
    await until('the server is back', async () => (await get('/health/live')).includes('mended'))
  },
  PATIENCE * 3,
)

test(
  'One Ctrl-C ends the launcher, the server, the database and Vite',
  async () => {
    const database = Number(pidOfDatabase())
    expect(isAlive(database)).toBe(true)
    launcher.kill('SIGINT')
    const [code] = (await once(launcher, 'exit')) as [number | null]
    expect(code).toBe(0)
    expect(isAlive(database)).toBe(false)
    await expect(fetch(`${address}/health/live`)).rejects.toThrow()
  },
  PATIENCE,
)

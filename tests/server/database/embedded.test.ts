import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newHome, type ServerProcess, startServer } from '../process.ts'

let home: string
let remove: () => void
const servers: ServerProcess[] = []
const start = (env: Record<string, string> = {}) => {
  const server = startServer({ CUNYI_HOME: home, ...env })
  servers.push(server)
  return server
}

beforeEach(() => {
  const made = newHome()
  home = made.home
  remove = made.remove
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
  const elsewhere = join(home, 'database-folder')
  if (existsSync(elsewhere)) rmSync(readFileSync(elsewhere, 'utf8').trim(), { recursive: true, force: true })
  remove()
})

const connectTo = async (user: 'admin' | 'server') => {
  const { database } = JSON.parse(readFileSync(join(home, 'keys.json'), 'utf8'))
  const port = readFileSync(join(home, 'database-port'), 'utf8')
  const name = user === 'admin' ? 'postgres' : 'cunyi_server'
  const client = new pg.Client(`postgres://${name}:${database[user]}@127.0.0.1:${port}/cunyi`)
  client.on('error', () => {})
  await client.connect()
  return client
}
const postmaster = () => Number(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
/** A process that ended but was not yet waited for by its new parent is dead all the same. */
function isAlive(pid: number): boolean {
  if (!existsSync('/proc/self')) return spawnSync('kill', ['-0', String(pid)]).status === 0
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe('the embedded database', () => {
  test('is durable, listens on this machine only, and its log-ins have no right too many', async () => {
    const address = await start().address
    expect((await fetch(`${address}/health/ready`)).status).toBe(200)
    const client = await connectTo('admin')
    const shown = async (name: string) => (await client.query(`show ${name}`)).rows[0][name]
    expect(await shown('fsync')).toBe('on')
    expect(await shown('synchronous_commit')).toBe('on')
    expect(await shown('listen_addresses')).toBe('127.0.0.1')
    expect(await shown('unix_socket_directories')).toBe('')
    expect((await client.query(`select distinct auth_method from pg_hba_file_rules`)).rows).toEqual([
      { auth_method: 'scram-sha-256' },
    ])
    const { rows } = await client.query(
      `select rolname, rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname in ('cunyi_owner', 'cunyi_server') order by 1`,
    )
    expect(rows).toEqual([
      { rolname: 'cunyi_owner', rolsuper: false, rolcreaterole: true, rolbypassrls: false },
      { rolname: 'cunyi_server', rolsuper: false, rolcreaterole: false, rolbypassrls: false },
    ])
    await client.end()
    expect(statSync(join(home, 'keys.json')).mode & 0o777).toBe(0o600)
    expect(statSync(join(home, 'poll-keys')).mode & 0o777).toBe(0o700)
  })

  test('stops with the server, and the second start finds what was there', async () => {
    const first = start()
    await first.address
    const pid = postmaster()
    const client = await connectTo('server')
    await client.query(`insert into divisions (code, name, level) values ('411329', '县', 'county')`)
    await client.end()
    expect(await first.stop()).toBe(0)
    // It has ended; whoever takes in orphans may need a moment to say so.
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
    await start().address
    const again = await connectTo('server')
    expect((await again.query('select name from divisions')).rows).toEqual([{ name: '县' }])
    await again.end()
  })

  test.each(['the server', 'the server and the database'])(
    'kill -9 of %s: the next start goes on and nothing acknowledged is lost',
    async (killed) => {
      const first = start()
      await first.address
      const pid = postmaster()
      const acknowledged: number[] = []
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        const client = await connectTo('server')
        for (let n = 0; ; n++) {
          const number = writer * 1_000_000 + n
          try {
            await client.query('insert into divisions (code, name, level) values ($1, $2, $3)', [
              number,
              '村',
              'village',
            ])
            acknowledged.push(number)
          } catch {
            return
          }
        }
      })
      while (acknowledged.length < 200) await sleep(20)
      first.child.kill('SIGKILL')
      if (killed.includes('database')) process.kill(pid, 'SIGKILL')
      await first.ended
      const second = start()
      await second.address
      await Promise.all(writers)
      if (!killed.includes('database')) expect(second.said()).toContain('ended in good order')
      expect(isAlive(pid)).toBe(false)
      const client = await connectTo('server')
      const kept = new Set(
        (await client.query('select code from divisions')).rows.map((row) => Number(row.code)),
      )
      await client.end()
      expect(acknowledged.filter((number) => !kept.has(number))).toEqual([])
    },
  )

  test('a second server on the same folder says so in one sentence and stops; the first is not disturbed', async () => {
    const first = start()
    const address = await first.address
    const second = start()
    expect(await second.ended).toBe(1)
    expect(second.said().trim()).toBe(
      `Another server is at work on ${home} (process ${first.child.pid}, ${address}); stop it first.`,
    )
    expect((await fetch(`${address}/health/ready`)).status).toBe(200)
  })

  test.runIf(process.getuid?.() === 0)('works for root below a folder that only root may enter', async () => {
    const closed = join(home, 'closed')
    mkdirSync(closed)
    chmodSync(closed, 0o700)
    home = join(closed, 'checkout')
    const address = await start().address
    expect((await fetch(`${address}/health/ready`)).status).toBe(200)
    const folder = readFileSync(join(home, 'database-folder'), 'utf8').trim()
    expect(folder).toMatch(/^\/var\/lib\/cunyi-/)
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700)
  })
})

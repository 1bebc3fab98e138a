/** 切换: a database with a standby that takes over, behind one address, as an office's second machine does. */
import { appendFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ADMIN, urlOf } from '@cunyi/server/base/database/cluster.ts'
import {
  clear,
  findPlace,
  initialise,
  ownFolder,
  PASSWORD,
  run,
  runAny,
  running,
  untilAnswers,
} from './database.ts'

export interface Pair {
  version: string
  /** One address for whichever of the two serves now. */
  adminUrl: string
  answers(): Promise<void>
  /** The first is killed; the second, which has every commit, becomes the one that is written to. */
  failOver(): Promise<{ coming: Promise<unknown> }>
  log(): string
  remove(): Promise<void>
}

/** A database with a standby that has each commit before it is acknowledged, behind one address. */
export async function pair(): Promise<Pair> {
  const place = findPlace()
  const data = ownFolder(place, 'first')
  await initialise(place, data)
  const first = await running(place, data)
  await first.stop()
  // Before the first is told to wait for it: the copy has its own settings only.
  const copy = ownFolder(place, 'second')
  await runAny(place, '/bin/cp', ['-a', `${data}/.`, copy])
  appendFileSync(join(data, 'postgresql.auto.conf'), `synchronous_standby_names = '*'\n`)
  const { port, username, password } = new URL(first.adminUrl)
  appendFileSync(
    join(copy, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${port} user=${username} password=${password}'\n`,
  )
  writeFileSync(join(copy, 'standby.signal'), '')
  await first.start()
  const second = await running(place, copy)
  const door = await openDoor(first.port)
  const adminUrl = urlOf(ADMIN, PASSWORD, door.port, 'postgres')
  return {
    version: first.version,
    adminUrl,
    answers: () => untilAnswers(adminUrl),
    failOver: async () => {
      first.kill()
      await sleep(1000)
      // As an address that moves before the standby has become the first: for a while it is read only.
      door.leadTo(second.port)
      await sleep(1000)
      return { coming: run(place, 'pg_ctl', ['promote', '-D', copy, '-w']) }
    },
    log: () => first.log() + second.log(),
    remove: async () => {
      door.close()
      await clear(place, [first, second])
    },
  }
}

/** Hands every connection on to the port it leads to now; those to an earlier one are cut. */
async function openDoor(to: number) {
  let leads = to
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(leads, '127.0.0.1')
    const both = [near, far]
    for (const socket of both) {
      open.add(socket)
      const cut = () => {
        for (const one of both) {
          open.delete(one)
          one.destroy()
        }
      }
      socket.on('error', cut).on('close', cut)
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cutAll = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port: number) => {
      leads = port
      cutAll()
    },
    close: () => {
      server.close()
      cutAll()
    },
  }
}

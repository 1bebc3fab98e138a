/** A package is whole or it is not made. */

import { randomUUID } from 'node:crypto'

import { runDue } from '@cunyi/server/base/jobs/runner.ts'
import { due } from '@cunyi/server/views/archive/due.ts'
import { makePackages } from '@cunyi/server/views/archive/make.ts'
import { drawPaper } from '@cunyi/server/views/papers/draw.ts'
import type { Paper } from '@cunyi/server/views/papers/model.ts'
import { expect, test } from 'vitest'
import { convene, villageWith } from '../meetings/meeting.ts'
import { unzipOf } from '../people/zip.ts'
import { VILLAGE, type Village } from '../village.ts'

const paperOf = (names: number): Paper => ({
  kind: 'signInSheet',
  title: '试印',
  size: 'a4',
  footer: '演示村',
  issued: { by: '演示村', on: '2026-03-18' },
  blocks: [
    {
      is: 'table',
      columns: [1],
      head: ['姓名'],
      rows: Array.from({ length: names }, (_, i) => [`村民${i}`]),
    },
  ],
})

async function withdrawn(): Promise<{ village: Village; proposal: string }> {
  const { village, proposal } = await villageWith()
  village.parts.log.level = 'silent'
  await convene(village, proposal)
  await village.must('branchSecretary', 'withdrawProposal', {
    params: { proposal },
    body: { reason: '另行安排' },
  })
  return { village, proposal }
}
const papersIn = async (village: Village, proposal: string) => {
  const { rows } = await village.must('branchSecretary', 'listPackages', { params: { proposal } })
  const newest = rows.filter((row) => row.kind === 'office').sort((a, b) => b.edition - a.edition)[0]
  const { body } = await village.ask('branchSecretary', 'getPackage', {
    params: { proposal, package: newest?.id ?? '' },
  })
  return Object.keys(unzipOf(body)).filter((path) => path.startsWith('papers/'))
}

test('to another village a package of the offices is as one that is not there', async () => {
  const { village, proposal } = await withdrawn()
  await makePackages(village.parts, VILLAGE, proposal, null, village.clock.now())
  const { rows } = await village.must('branchSecretary', 'listPackages', { params: { proposal } })
  const office = rows.find((row) => row.kind === 'office')?.id ?? ''
  const ask = (name: string, id: string) =>
    village.ask(name, 'getPackage', { params: { proposal, package: id } })
  const [there, unknown] = [await ask('otherDirector', office), await ask('otherDirector', randomUUID())]
  expect(there.body).toEqual(unknown.body)
  expect([there.status, unknown.status]).toEqual([404, 404])
  expect((await ask('villager-1', office)).status).toBe(403)
})

test('a package made while everybody asks for papers holds every paper', async () => {
  const { village, proposal } = await withdrawn()
  await makePackages(village.parts, VILLAGE, proposal, null, village.clock.now())
  const quiet = await papersIn(village, proposal)
  expect(quiet.length).toBeGreaterThan(0)
  // Whenever a place in the line is free, somebody takes it.
  const answers: unknown[] = []
  let isOver = false
  const press = (async () => {
    while (!isOver) {
      for (let i = 0; i < 40; i++) drawPaper(paperOf(1), 'pdf').catch(({ code }) => answers.push(code))
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  await makePackages(village.parts, VILLAGE, proposal, null, village.clock.now())
  isOver = true
  await press
  expect(await papersIn(village, proposal)).toEqual(quiet)
  expect(new Set(answers)).toEqual(new Set(['notReady']))
})

test('a paper that takes too long fails alone, and the time that others waited for it is not theirs', async () => {
  const [long, next] = await Promise.allSettled([
    drawPaper(paperOf(2400), 'pdf', { limitMs: 100 }),
    drawPaper(paperOf(1), 'pdf', { limitMs: 20_000 }),
  ])
  expect([long.status, next.status]).toEqual(['rejected', 'fulfilled'])
})

test('a package that cannot be made is told to the office after three tries, and no longer once it is made', async () => {
  const { village, proposal } = await withdrawn()
  const told = async () =>
    (await village.must('branchSecretary', 'listWaiting')).rows.filter((row) => row.kind === 'packageFailed')
  // The file store is not there.
  const broken = { ...village.parts, config: { ...village.parts.config, files: '/dev/null/files' } }
  const start = village.clock.now().getTime()
  for (const minutes of [0, 1, 3]) {
    expect(await told()).toEqual([])
    await runDue(broken, due, new Date(start + minutes * 60_000))
  }
  expect(await told()).toMatchObject([{ proposalId: proposal, title: '村西道路硬化' }])
  await runDue(village.parts, due, new Date(start + 8 * 60_000))
  expect(await told()).toEqual([])
  expect((await papersIn(village, proposal)).length).toBeGreaterThan(0)
})

import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { evidenceOf } from '@cunyi/server/views/dossiers/queries/evidence.ts'
import { expect, test } from 'vitest'
import type { Village } from '../village.ts'
import {
  begin,
  closePoll,
  convene,
  inHall,
  openPolls,
  REPRESENTATIVES,
  villageWith,
  vote,
} from './meeting.ts'

const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAOUlEQVRIie3WuQkAMBADQfex/atOV2FwMHC54NCzZ/X0DoG8KC6aoKUqpk0zODOZoYqAV9Cxr+n6AnDmcC6S3MdRAAAAAElFTkSuQmCC',
  'base64',
)

/** A sitting of representatives that is over. */
async function afterSitting(said: string[] = []) {
  const { village, proposal } = await villageWith()
  const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
  for (const text of said)
    await village.must('representative-2', 'sayOpinion', {
      params: { proposal },
      body: { kind: 'opinion', text, meetingId: meeting },
    })
  await begin(village, meeting)
  await inHall(village, meeting, REPRESENTATIVES.slice(0, 12))
  await openPolls(village, meeting)
  await vote(village, meeting, 'representative-1')
  await closePoll(village, meeting)
  await village.clock.set(new Date(village.clock.now().getTime() + 5_000))
  const ask = (who: string, name: Parameters<Village['ask']>[1], body?: unknown, query = {}) =>
    village.ask(who, name, { params: { meeting }, body, query })
  return { village, proposal, meeting, ask }
}
const save = (ask: Awaited<ReturnType<typeof afterSitting>>['ask'], gist: string) =>
  ask('accountant', 'saveMinutes', { gist, finalOpinion: '按表决结果办理。' })

test('the recorder begins with what was said beforehand; once saved it is his own text', async () => {
  const { ask } = await afterSitting(['路基要加厚'])
  const draft = await ask('accountant', 'getMinutes')
  expect(draft.body.draftGist).toMatch(/路基要加厚（未答复）$/)
  expect(draft.body.gist).toBe('')
  await save(ask, '代表提出路基要加厚。')
  expect((await ask('accountant', 'getMinutes')).body).toMatchObject({
    draftGist: '',
    gist: '代表提出路基要加厚。',
  })
})

test('what is typed of the minutes is kept before it is saved, written over by nobody who has not seen it, and settled by the saving', async () => {
  const { village, ask } = await afterSitting()
  const kept = await ask('accountant', 'keepMinutesWriting', { revision: 0, content: '写到一半' })
  expect(kept.body).toMatchObject({ kept: true, revision: 1 })
  expect((await ask('accountant', 'getMinutesWriting')).body).toMatchObject({
    revision: 1,
    content: '写到一半',
    by: { id: village.id('accountant') },
  })
  const older = await ask('accountant', 'keepMinutesWriting', { revision: 0, content: '另一台电脑' })
  expect(older.body).toMatchObject({ kept: false, content: '写到一半' })
  const stale = { gist: '旧的', finalOpinion: '按表决结果办理。', revision: 0 }
  expect((await ask('accountant', 'saveMinutes', stale)).body.code).toBe('writtenMeanwhile')
  expect((await ask('accountant', 'saveMinutes', { ...stale, gist: '新的', revision: 1 })).status).toBe(200)
  expect((await ask('accountant', 'getMinutesWriting')).body.content).toBeNull()
  expect((await ask('villager-1', 'getMinutesWriting')).status).toBe(403)
})

test('versions follow each other and can be laid side by side', async () => {
  const { ask } = await afterSitting()
  await save(ask, '第一行\n第二行')
  await save(ask, '第一行\n第二行改了')
  expect((await ask('representative-1', 'listMinutes')).body.rows).toMatchObject([
    { version: 1, signatures: 0 },
    { version: 2, signatures: 0 },
  ])
  const { body } = await ask('representative-1', 'getMinutesDifference', undefined, { from: 1, to: 2 })
  expect(body.factsDiffer).toBe(false)
  expect(body.parts).toContainEqual({ kind: 'removed', text: '第二行\n' })
  expect(body.parts).toContainEqual({ kind: 'added', text: '第二行改了\n' })
  expect((await ask('representative-1', 'getMinutesDifference', undefined, { from: 1, to: 9 })).status).toBe(
    404,
  )
})

test('the chair approves the newest version; a later one has to be approved again', async () => {
  const { ask } = await afterSitting()
  expect((await ask('villageDirector', 'approveMinutes', { version: 1 })).body.code).toBe('minutesNotSaved')
  await save(ask, '第一稿')
  expect((await ask('accountant', 'approveMinutes', { version: 1 })).status).toBe(403)
  expect((await ask('villageDirector', 'approveMinutes', { version: 1 })).status).toBe(200)
  expect((await ask('villageDirector', 'approveMinutes', { version: 1 })).body.code).toBe('alreadyDone')
  expect((await ask('accountant', 'getMinutes')).body.approvedAt).not.toBeNull()
  await save(ask, '第二稿')
  expect((await ask('accountant', 'getMinutes')).body.approvedAt).toBeNull()
  expect((await ask('villageDirector', 'approveMinutes', { version: 1 })).body.code).toBe('changedMeanwhile')
})

test('the scan of the signed paper is kept with its digest; whoever signed neither way is listed', async () => {
  const { village, meeting, ask } = await afterSitting()
  await save(ask, '发言要点')
  const before = (await ask('accountant', 'getMinutes')).body.missing.map((one: { id: string }) => one.id)
  const upload = await village.upload(
    'accountant',
    'uploadFile',
    { name: '签字页.png', type: 'image/png', content: PHOTO },
    { query: { purpose: 'meeting' } },
  )
  const scan = { attachmentId: upload.body.id, signedOnPaper: [before[0], before[1]] }
  expect((await ask('representative-1', 'attachSignedMinutes', scan)).status).toBe(403)
  expect(
    (await ask('accountant', 'attachSignedMinutes', { ...scan, signedOnPaper: [village.id('villager-1')] }))
      .body.code,
  ).toBe('notASigner')
  const attached = await ask('accountant', 'attachSignedMinutes', scan)
  expect(attached.body).toEqual({ digest: upload.body.digest, missing: before.length - 2 })
  await village.must('representative-1', 'signMinutes', { params: { meeting }, body: {} })
  const { missing, signedOnPaper, scan: kept } = (await ask('accountant', 'getMinutes')).body
  expect(signedOnPaper).toHaveLength(2)
  expect(missing.map((one: { id: string }) => one.id)).not.toContain(before[0])
  expect(kept).toEqual({ id: upload.body.id, digest: upload.body.digest })
  const entries = await inVillage(village.db, village.villageId, (tx) =>
    evidenceOf(tx, village.villageId, '00000000-0000-4000-8000-000000000000', [meeting]),
  )
  const entry = entries.find((one) => one.act === 'attachSignedMinutes')
  expect(JSON.stringify(entry?.payload)).toContain(upload.body.digest)
})

import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { drawPaper } from '@cunyi/server/views/papers/draw.ts'
import { papersOf } from '@cunyi/server/views/papers/papers.ts'
import { describe, expect, test } from 'vitest'
import {
  begin,
  convene,
  inHall,
  numbered,
  REPRESENTATIVES,
  signIn,
  villageWith,
} from '../meetings/meeting.ts'
import type { Village } from '../village.ts'
import { pdfText, wordText } from './read.ts'

const papers = (village: Village, proposal: string) =>
  inVillage(village.db, village.villageId, (tx) =>
    papersOf(tx, village.villageId, proposal, { publicUrl: 'https://cunyi.test', now: village.clock.now() }),
  )
const textsOf = async (village: Village, proposal: string, kind: string) => {
  const found = (await papers(village, proposal)).find((one) => one.kind === kind)
  if (!found) throw new Error(`There is no ${kind}.`)
  return [await pdfText(await drawPaper(found.paper, 'pdf')), wordText(await drawPaper(found.paper, 'docx'))]
}

describe('the papers of a meeting', () => {
  test('the notice says when, where, what and who is due', async () => {
    const { village, proposal } = await villageWith()
    await convene(village, proposal)
    for (const text of await textsOf(village, proposal, 'notice')) {
      expect(text).toContain('关于召开村民代表会议的通知')
      expect(text).toContain('2026年11月6日00:00')
      expect(text).toContain('村部')
      expect(text).toContain('村西道路硬化')
      expect(text).toContain(`应到${REPRESENTATIVES.length}人`)
      expect(text).toContain('无记名投票')
    }
  })

  test('the sign-in sheet has everybody due with the way he came, and why who is not there', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    await inHall(village, meeting, numbered('representative', 9))
    await signIn(village, meeting, 'representative-10')
    await village.must('accountant', 'excuse', {
      params: { meeting },
      body: { personId: village.id('representative-11'), reason: '住院治疗' },
    })
    for (const text of await textsOf(village, proposal, 'signInSheet')) {
      expect(text).toContain('应到18人，实到10人（现场9人，线上1人，委托0人），请假1人，缺席7人')
      expect(text).toContain('请假住院治疗')
      for (const name of REPRESENTATIVES) expect(text).toContain(name)
    }
  })

  test('a meeting in several places has all of them on its notice and its sheet', async () => {
    const { village, proposal } = await villageWith()
    await convene(village, proposal, 'villagerResolution', {
      more: {
        places: [{ name: '东头文化广场', tellerIds: ['boardMember-1', 'boardMember-2'].map(village.id) }],
      },
    })
    for (const kind of ['notice', 'signInSheet'])
      for (const text of await textsOf(village, proposal, kind))
        expect(text).toMatch(/村部.{1,6}东头文化广场/)
  })
})

/** 坏消息不挡路: through the requests, with a gateway that refuses. */
import { expect, onTestFinished, test } from 'vitest'
import { type FakeGateway, fakeGateway } from '../gateway.ts'
import { at, convene, villageWith } from '../meetings/meeting.ts'
import { propose } from '../proposals/matter.ts'
import type { Village } from '../village.ts'

const MINUTE = 60_000
const pass = (village: Village, ms: number) => village.clock.set(new Date(village.clock.now().getTime() + ms))
const sentTo = (gateway: FakeGateway) => new Set(gateway.sent.map((one) => one.phone))

// 422: this number never; 503: later perhaps. Neither stands in anybody's way.
test.each([422, 503])(
  'two hundred numbers that the gateway answers with %i keep two good ones behind them from nothing',
  async (status) => {
    const gateway = await fakeGateway()
    onTestFinished(() => gateway.close())
    const { village, proposal } = await villageWith({ representatives: 197, branchCommittee: 2 })
    village.parts.log.level = 'silent'
    village.parts.config.sms = { url: gateway.url, token: gateway.token, reportSecret: undefined }
    const good = ['branchSecretary', 'branchCommittee-1'].map(village.phone)
    gateway.answer((phone) => (good.includes(phone) ? null : status))
    await convene(village, proposal)
    await pass(village, 1)
    const second = await propose(village)
    await at(village, second, 'branchProposal')
    await convene(village, second, 'branchProposal')
    await pass(village, MINUTE)
    expect(sentTo(gateway)).toEqual(new Set(good))
    expect(gateway.asked()).toBeGreaterThanOrEqual(200)
  },
)

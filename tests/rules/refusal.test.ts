import { readdirSync, readFileSync } from 'node:fs'
import { explain, must, Refused, refuse } from '@cunyi/shared/words/refusal.ts'
import { REFUSALS, type RefusalCode } from '@cunyi/shared/words/refusals.ts'
import { describe, expect, test } from 'vitest'

const CODES = Object.keys(REFUSALS) as RefusalCode[]
const placeholders = (sentence: string) =>
  [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

describe('every refusal', () => {
  test.each(CODES)(
    '%s has both languages, a rule and a source, and both languages name the same things',
    (code) => {
      const { zh, en, rule, source, status } = REFUSALS[code]
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).toMatch(/^[^\p{Script=Han}]+$/u)
      expect(rule && source).toBeTruthy()
      expect([...new Set(placeholders(zh))]).toEqual([...new Set(placeholders(en))])
      expect([400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 500, 503, 507]).toContain(status)
    },
  )

  test('with its params every sentence is whole, in both languages', () => {
    for (const code of CODES) {
      const params = Object.fromEntries(placeholders(REFUSALS[code].zh).map((name) => [name, 1]))
      const { messageZh, messageEn } = explain(code, params)
      expect(`${messageZh}${messageEn}`, code).not.toMatch(/[{}—]|undefined|\[object/)
    }
  })
})

test('instants are told in Shanghai, words in the language of the sentence', () => {
  const wrong = explain('wrongStage', { stage: 'partyReview' })
  expect([wrong.messageZh, wrong.messageEn]).toEqual([
    '此事项现在处于“党员大会审议”，不能为它召开此会',
    'The matter stands at “Party review”; this meeting cannot be convened for it',
  ])
  const voted = explain('alreadyVoted', { channel: 'phone', at: '2026-12-01T01:30:00.000Z' })
  expect([voted.messageZh, voted.messageEn]).toEqual([
    '您已投过票（手机，2026-12-01 09:30）',
    'You have already voted (Phone, 2026-12-01 09:30)',
  ])
})

test('a refusal can be thrown, and nothing is thrown where there is none', () => {
  expect(() => must(null)).not.toThrow()
  try {
    must(refuse('secretNeedsMore', { k: 5 }))
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(Refused)
    expect(error).toMatchObject({ code: 'secretNeedsMore', params: { k: 5 } })
  }
})

test('the rules read no clock, draw no lots and import nothing but zod and each other', () => {
  const folder = new URL('../../shared/src/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  expect(files.length).toBeGreaterThan(60)
  for (const file of files) {
    const code = readFileSync(new URL(file, folder), 'utf8')
    expect(code, file).not.toMatch(/Date\.now|new Date\(\)|Math\.random|process\.|\bfetch\(/)
    for (const [, from] of code.matchAll(/from '([^']+)'/g))
      expect(from, file).toMatch(/^(zod|\.{1,2}\/[\w/.-]+\.ts)$/)
  }
})

import QuorumLine from '@cunyi/web/parts/QuorumLine.vue'
import { describe, expect, test } from 'vitest'
import { mount } from './mount.ts'

const TWO_THIRDS = { n: 2, d: 3, more: false }
const sentence = (
  present: number,
  inHall: number,
  more: Record<string, unknown> = {},
  language: 'zh-CN' | 'en' = 'zh-CN',
) => {
  const figures = {
    ...(more.bothQuorums ? { bothQuorums: more.bothQuorums } : {}),
    entitled: 60,
    present,
    inHall,
    online: present - inHall,
    quorumNeeded: 40,
    quorumMissing: Math.max(0, 40 - present),
    quorumMet: present >= 40,
  }
  return mount(QuorumLine, { figures, quorum: TWO_THIRDS, ...more }, language)
    .text()
    .replace(/\s+/g, ' ')
}

describe('The quorum as a sentence', () => {
  test('40 of 60 reach two thirds exactly', () => {
    expect(sentence(40, 19)).toBe(
      '该来 60 人，来了 40 人（现场 19、线上 21）。须有三分之二以上到会，即 40 人。刚好达到，可以开会。',
    )
  })
  test('37 of 60: three more are needed', () => {
    expect(sentence(37, 19)).toContain('还差 3 人到会')
  })
  test('41 of 60 reach it', () => {
    expect(sentence(41, 19)).toContain('已达到，可以开会')
  })
  test('after the end the sentence tells what was', () => {
    expect(sentence(37, 19, { past: true })).toContain('差 3 人，未达到法定人数')
  })
  test('before the meeting begins nobody is missing yet', () => {
    expect(sentence(0, 0, { toCome: true })).toBe('该来 60 人。须有三分之二以上到会，即 40 人。')
  })
  test('never a percentage', () => {
    for (const present of [37, 40, 41]) expect(sentence(present, 19)).not.toContain('%')
  })
  test('in English too', () => {
    expect(sentence(40, 19, {}, 'en')).toContain(
      'Of 60 on the roll, 40 are present (19 in the hall, 21 online).',
    )
  })
  test('an assembly of households shows the quorum by adults beside its own', () => {
    const bothQuorums = {
      heads: { base: 150, present: 40, needed: 76, met: false },
      households: { base: 60, present: 40, needed: 40, met: true },
    }
    expect(sentence(40, 40, { bothQuorums })).toContain(
      '按人：150 人中到 40 人，须 76 人；按户：60 户中到 40 户，须 40 户。',
    )
    expect(sentence(40, 40)).not.toContain('按户')
  })
})

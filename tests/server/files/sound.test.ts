import { soundOf } from '@cunyi/server/base/files/sound.ts'
import { describe, expect, test } from 'vitest'
import { mp4, ogg, webm } from '../../sounds.ts'
import { begin, convene, inHall, openPolls, REPRESENTATIVES, villageWith } from '../meetings/meeting.ts'
import { authorise, propose } from '../proposals/matter.ts'
import { buildVillage, type Village } from '../village.ts'

const bring = (village: Village, who: string, content: Buffer, purpose = 'voice') =>
  village.upload(
    who,
    'uploadFile',
    { name: 'voice.webm', type: 'audio/webm', content },
    { query: { purpose } },
  )
const get = (village: Village, who: string, id: string, headers: Record<string, string> = {}) =>
  village.ask(who, 'getFile', { params: { id }, headers })
const NOTE = '这次表决的是村西道路硬化，花八万元。'
const speak = async (village: Village, who: string, proposal: string, transcript = NOTE) => {
  const fileId = (await bring(village, who, webm(20))).body.id
  return village.ask(who, 'keepVoiceNote', { params: { proposal }, body: { fileId, transcript } })
}
const voiceOf = async (village: Village, who: string, proposal: string) =>
  (await village.must(who, 'getProposal', { params: { proposal } })).voice
const codeOf = async (asked: Promise<{ body: { code?: string } }>) => (await asked).body.code

describe('语音', () => {
  test('what a sound is and how long it is, its own marks say', () => {
    expect(soundOf(webm(65))).toEqual({ mime: 'audio/webm', ending: 'webm', seconds: 65 })
    expect(soundOf(ogg(65))).toEqual({ mime: 'audio/ogg', ending: 'ogg', seconds: 65 })
    expect(soundOf(mp4(65))).toEqual({ mime: 'audio/mp4', ending: 'm4a', seconds: 65 })
    expect(soundOf(mp4(66, { fragments: 3 }))).toMatchObject({ seconds: 66 })
    // A film is none, nor what only begins like one; nor half a box.
    for (const no of [
      webm(5, { trackType: 1 }),
      webm(5, { docType: 'matroska' }),
      webm(0),
      ogg(5, '\u0080theora'),
      mp4(5, { handler: 'vide' }),
      mp4(0),
      webm(5).subarray(0, 40),
      mp4(5).subarray(0, 30),
      Buffer.from('OggS<script>'),
      Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(100)]),
      Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(100, 0xff)]),
    ])
      expect(soundOf(no)).toBeNull()
  })

  test('a voice note is a sound of three minutes at most; elsewhere a sound is no paper', async () => {
    const village = await buildVillage({ villagers: 1 })
    expect((await bring(village, 'villager-1', webm(180))).body).toMatchObject({
      mime: 'audio/webm',
      seconds: 180,
    })
    expect((await bring(village, 'villager-1', ogg(200))).body).toMatchObject({
      code: 'voiceTooLong',
      params: { minutes: 3 },
    })
    const large = Buffer.concat([webm(20), Buffer.alloc(4 * 1024 * 1024)])
    expect((await bring(village, 'villager-1', large)).body).toMatchObject({
      code: 'attachmentTooLarge',
      params: { megabytes: 4 },
    })
    expect(await codeOf(bring(village, 'villager-1', webm(20), 'paper'))).toBe('attachmentKind')
    const page = Buffer.from('<html><script>alert(1)</script>')
    expect(await codeOf(bring(village, 'villager-1', page))).toBe('attachmentKind')
    expect(await codeOf(bring(village, 'villager-1', webm(5, { trackType: 1 })))).toBe('attachmentUnreadable')
  })

  test('it is served as what it is, whole or in the part that a player asks for', async () => {
    const village = await buildVillage({ villagers: 1 })
    const sound = webm(20)
    const { id } = (await bring(village, 'villager-1', sound)).body
    const whole = await get(village, 'villager-1', id)
    expect(whole.body.equals(sound)).toBe(true)
    expect(whole.headers).toMatchObject({
      'content-type': 'audio/webm',
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
    })
    const part = await get(village, 'villager-1', id, { range: 'bytes=10-19' })
    expect(part.status).toBe(206)
    expect(part.body.equals(sound.subarray(10, 20))).toBe(true)
    expect(part.headers['content-range']).toBe(`bytes 10-19/${sound.length}`)
    expect(
      (await get(village, 'villager-1', id, { range: 'bytes=-5' })).body.equals(sound.subarray(-5)),
    ).toBe(true)
    expect((await get(village, 'villager-1', id, { range: 'bytes=10-' })).body.length).toBe(sound.length - 10)
    const beyond = await get(village, 'villager-1', id, { range: `bytes=${sound.length}-` })
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${sound.length}`])
    // Of another content than the player has, of several parts, or of nonsense it is the whole.
    const others: Record<string, string>[] = [
      { range: 'bytes=10-19', 'if-range': '"another"' },
      { range: 'bytes=0-1,3-4' },
      { range: 'bytes=9-3' },
      { range: 'lines=1-2' },
    ]
    for (const headers of others) expect((await get(village, 'villager-1', id, headers)).status).toBe(200)
    expect((await get(village, 'villageDirector', id, { range: 'bytes=0-1' })).status).toBe(206)
  })

  test('the office’s note stands beside the matter and its meeting with its words, one at a time, and is taken down', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    expect(await voiceOf(village, 'representative-1', proposal)).toBeNull()
    expect((await speak(village, 'villageDirector', proposal, '说错了')).status).toBe(200)
    const first = await voiceOf(village, 'representative-1', proposal)
    expect((await speak(village, 'villageDirector', proposal)).status).toBe(200)
    const voice = await voiceOf(village, 'representative-1', proposal)
    expect(voice).toMatchObject({ seconds: 20, transcript: NOTE, by: { id: village.id('villageDirector') } })
    const shown = await village.must('representative-1', 'getMeeting', { params: { meeting } })
    expect(shown.voices).toEqual([{ ...voice, proposalId: proposal }])
    expect((await get(village, 'representative-1', voice?.id ?? '')).status).toBe(200)
    // What was replaced is heard by the oversight committee, and by whoever said it.
    expect((await get(village, 'representative-1', first?.id ?? '')).status).toBe(404)
    expect((await get(village, 'oversightChair', first?.id ?? '')).status).toBe(200)

    expect(await codeOf(speak(village, 'representative-1', proposal))).toBe('forbidden')
    // A question to the meeting, written down by its recorder, who holds no office of the committees.
    const voiceId = (await bring(village, 'representative-2', ogg(12))).body.id
    const { id: opinion } = await village.must('representative-2', 'sayOpinion', {
      params: { proposal },
      body: { kind: 'question', voiceId, meetingId: meeting },
    })
    const words = { params: { proposal, opinion }, body: { text: '路灯装几盏？' } }
    expect((await village.ask('representative-2', 'writeSpoken', words)).status).toBe(403)
    expect((await village.must('accountant', 'getProposal', { params: { proposal } })).mayNow).toContain(
      'writeSpoken',
    )
    await village.must('accountant', 'writeSpoken', words)

    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES.slice(0, 12))
    await openPolls(village, meeting)
    expect(await codeOf(speak(village, 'villageDirector', proposal))).toBe('voiceWhilePolling')
    await village.must('villageDirector', 'takeDownVoiceNote', {
      params: { proposal },
      body: { reason: '说了一户人家的名字' },
    })
    expect(await voiceOf(village, 'representative-1', proposal)).toBeNull()
    expect((await get(village, 'representative-1', voice?.id ?? '')).status).toBe(404)
    const again = { params: { proposal }, body: { reason: '再撤一次' } }
    expect((await village.ask('villageDirector', 'takeDownVoiceNote', again)).status).toBe(404)
  })

  test('a question said aloud needs no words; the recorder writes them down, never over words of his own', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await propose(village)
    const say = (who: string, body: object) =>
      village.ask(who, 'sayOpinion', { params: { proposal }, body: { kind: 'question', ...body } })
    const rows = async (who: string) =>
      (await village.must(who, 'listOpinions', { params: { proposal } })).rows
    expect((await say('villager-1', {})).status).toBe(400)
    const voiceId = (await bring(village, 'villager-1', ogg(12))).body.id
    // Nobody says what another has recorded, nor twice the same.
    expect((await say('villager-2', { voiceId })).status).toBe(404)
    const { id: opinion } = (await say('villager-1', { voiceId })).body
    expect((await say('villager-1', { voiceId })).status).toBe(404)
    expect(await rows('branchSecretary')).toMatchObject([
      { text: '', voice: { id: voiceId, seconds: 12 }, writtenBy: null },
    ])
    expect((await get(village, 'branchSecretary', voiceId)).status).toBe(200)
    const write = (who: string, of: string, text: string) =>
      village.ask(who, 'writeSpoken', { params: { proposal, opinion: of }, body: { text } })
    expect((await write('villager-2', opinion, '不是他说的')).status).toBe(403)
    expect((await write('branchSecretary', opinion, '路灯装几盏')).status).toBe(200)
    expect((await write('branchSecretary', opinion, '路灯装几盏？')).status).toBe(200)
    expect(await rows('branchSecretary')).toMatchObject([
      { text: '路灯装几盏？', writtenBy: { id: village.id('branchSecretary') } },
    ])
    const own = (
      await say('villager-2', {
        text: '钱从哪里来？',
        voiceId: (await bring(village, 'villager-2', mp4(9))).body.id,
      })
    ).body.id
    expect(await codeOf(write('branchSecretary', own, '改他的话'))).toBe('alreadyDone')
    const plain = (await say('villager-3', { text: '谁来修？' })).body.id
    expect((await write('branchSecretary', plain, '没有语音')).status).toBe(404)
    // Hidden words take their sound with them.
    await village.must('branchSecretary', 'hideOpinion', {
      params: { proposal, opinion },
      body: { reason: '说了别人家的事' },
    })
    expect((await get(village, 'branchSecretary', voiceId)).status).toBe(404)
    expect((await get(village, 'oversightChair', voiceId)).status).toBe(200)
    expect((await rows('branchSecretary')).find((row) => row.id === opinion)).toMatchObject({
      voice: null,
      text: '',
    })
  })
})

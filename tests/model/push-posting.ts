/** 公示: review, picture, posting, objections answered, the closing picture, the days. */
import type { Row } from './feed.ts'
import { ok, type Player } from './player.ts'
import type { Random } from './random.ts'

const HOUR = 3_600_000

export async function pushPosting(play: Player, random: Random, matter: Row): Promise<boolean> {
  const { mirror } = play.world
  const posting = mirror.where('disclosures', { proposal_id: matter.id, stage: matter.stage }).at(-1)
  if (!posting) return false
  const params = { disclosure: String(posting.id) }
  const by = 'villageDirector'
  const photo = async (moment: 'start' | 'end') => {
    const attachmentId = await play.upload(by, 'disclosure')
    return ok(
      await play.ask(by, 'addBoardPhoto', { params, body: { moment, attachmentId, place: '村部公开栏' } }),
    )
  }
  const downAt = posting.taken_down_at === null ? 0 : Date.parse(String(posting.taken_down_at))
  const has = (moment: string) =>
    mirror
      .where('board_photos', { disclosure_id: posting.id, moment })
      .some(({ at }) => Date.parse(String(at)) >= downAt)
  // Taken down early it is hung again.
  if (!posting.posted_at || !posting.ends_at) {
    if (!posting.review_verdict)
      return ok(
        await play.ask('oversightChair', 'reviewDisclosure', {
          params,
          body: { agree: true, text: '同意公示' },
        }),
      )
    if (posting.review_verdict === 'objected' && random.chance(1, 2)) {
      const said = 'drawn' in posting ? { added: `按监督意见补充${random.below(100)}。` } : {}
      return ok(
        await play.ask(by, 'editDisclosure', {
          params,
          body: {
            title: posting.title,
            text: 'drawn' in posting ? posting.text : `${posting.text}。`,
            ...said,
          },
        }),
      )
    }
    if (!has('start')) return photo('start')
    return ok(await play.ask(by, 'postDisclosure', { params }))
  }
  const open = mirror
    .where('objections', { disclosure_id: posting.id })
    .find((row) => !row.answered_at || (row.escalated_at && !row.township_answered_at))
  if (open) return answer(play, random, open)
  const endsAt = new Date(String(posting.ends_at))
  const now = play.world.now()
  if (now.getTime() < endsAt.getTime() - HOUR) {
    await play.clock(new Date(endsAt.getTime() - HOUR))
    return true
  }
  if (!has('end')) return photo('end')
  await play.clock(new Date(Math.max(endsAt.getTime(), now.getTime() + HOUR)))
  return true
}

async function answer(play: Player, random: Random, objection: Row): Promise<boolean> {
  const params = { objection: String(objection.id) }
  if (objection.escalated_at)
    return ok(
      await play.ask(
        objection.county_due_at ? 'county-1' : 'township-1',
        objection.county_due_at ? 'countyAnswer' : 'townshipAnswer',
        {
          params,
          body: { verdict: random.of(['dismissed', 'recorded']), answer: '已核实' },
        },
      ),
    )
  if (!objection.class)
    await play.ask('oversightChair', 'classifyObjection', { params, body: { class: 'd' } })
  const verdict = random.of(['dismissed', 'recorded', 'dismissed', 'corrected', 'upheld'])
  return ok(
    await play.ask('villageDirector', 'answerObjection', {
      params,
      body: { verdict, answer: '已核实并答复' },
    }),
  )
}

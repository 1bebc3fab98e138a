/** 建议, 联名, 意见: what villagers say before anybody decides; and who has left them. */

import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { importPeople } from './fill.ts'
import type { Handlers } from './handlers.ts'
import { eachOf } from './pick.ts'
import { Failed } from './world.ts'

export const TALK_VERBS: Handlers = {
  gone: async (world, _step, arg) => {
    const row = world.population.rows.people.find((one) => one.name === world.nameOf(arg.person))
    if (!row) throw new Failed(`${arg.person} is not in the workbook`)
    row.leftOn = shanghaiDate(world.now)
    row.leftReason = arg.reason
    await importPeople(world, arg.second ?? 'oversightChair')
  },
  petition: async (world, step, arg) => {
    const { id } = await world.ask(
      arg.by ?? step.by ?? 'villager-300',
      'raisePetition',
      {},
      { title: arg.title, text: arg.text ?? arg.title },
    )
    world.petitionId = id
  },
  sign: async (world, _step, arg) => {
    const demand = arg.demand ? { demand: arg.demand } : {}
    // Whoever put it forward has signed; villagers without any office sign first.
    const free = world.population.people
      .filter((one) => one.isAdult && one.registered && one.offices.length === 0)
      .map((one) => one.name)
    const names = [
      ...(arg.people ?? []),
      ...free.slice(400, 400 + (arg.villagers ?? 0)),
      ...Array.from({ length: arg.representatives ?? 0 }, (_, i) => `representative-${i + 3}`),
    ]
    await eachOf(names, 8, (name) => world.ask(name, 'signPetition', { petition: world.petitionId }, demand))
  },
  answerPetition: (world, step, arg) =>
    world.ask(
      step.by ?? 'branchSecretary',
      'answerPetition',
      { petition: world.petitionId },
      { answer: arg.text },
    ),
  opinion: async (world, step, arg, matter) => {
    const meetingId = matter().sittings.at(-1)?.meetingId
    await world.ask(
      arg.by ?? step.by ?? 'representative-5',
      'sayOpinion',
      { proposal: matter().id },
      { kind: arg.kind ?? 'opinion', text: arg.text, ...(meetingId ? { meetingId } : {}) },
    )
  },
  answerOpinion: async (world, step, arg, matter) => {
    const { rows } = await world.ask('branchSecretary', 'listOpinions', { proposal: matter().id })
    const open = rows.find((row: { answer: string | null }) => !row.answer)
    if (!open) throw new Failed('no opinion is unanswered')
    await world.ask(
      step.by ?? 'branchSecretary',
      'answerOpinion',
      { proposal: matter().id, opinion: open.id },
      { answer: arg.text, adopted: arg.adopted },
    )
  },
}

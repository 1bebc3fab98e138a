/** 分量: how much of other people's time an honest matter asks for. Counted while a file is played, told by `weigh`. */
import type { RequestName } from '@cunyi/shared/api/index.ts'
import { ACTS_OF_TWO, type ActOfTwo } from '@cunyi/shared/law/acts-of-two.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { ArgumentOf } from './verbs.ts'

/** Each asks for a second pair of eyes: a teller beside the other, an oversight member, whoever accepts the work. */
const SECONDS: Partial<Record<RequestName, string>> = {
  enterCountSheet: 'countSheets',
  finishReading: 'countSheets',
  enterHands: 'countSheets',
  reviewDisclosure: 'reviews',
  addNote: 'notes',
  judge: 'judging',
  signAcceptance: 'acceptances',
  confirmCorrection: 'corrections of the roll',
}
// biome-ignore lint/suspicious/noExplicitAny: bodies and replies of every shape
type Anything = any
type Ask = (who: string, name: RequestName, params?: Record<string, string>) => Promise<Anything>

export class Weight {
  readonly seconds = new Map<string, number>()
  /** Those of the seconds that the oversight committee did. */
  private ofOversight = 0
  /** What stood on the township's list of things to do, each once. */
  readonly township = new Set<string>()
  private readonly proposed = new Map<string, RequestName>()
  private workBegan: Date | null = null

  private add(who: string | null, what: string) {
    this.seconds.set(what, (this.seconds.get(what) ?? 0) + 1)
    if (who?.startsWith('oversight')) this.ofOversight += 1
  }

  /** A request that was answered. */
  note(
    who: string | null,
    name: RequestName,
    params: Record<string, unknown>,
    body: Anything,
    reply: Anything,
    now: Date,
  ) {
    const actId = reply?.actId ?? reply?.waits?.actId
    if (actId) this.proposed.set(actId, name)
    // What opened the village is not the matter's.
    if (name === 'draftProposal' && this.seconds.size > 0) {
      this.seconds.clear()
      this.ofOversight = 0
    }
    const counted = SECONDS[name]
    // A paper that is laid beside the matter is its drafter's own work.
    if (counted && !body?.paper) this.add(who, counted)
    if (name === 'confirmAct') this.add(who, wordOf(this.proposed.get(String(params.act))))
    if (name === 'startWork') this.workBegan ??= now
  }

  async look(ask: Ask) {
    const { rows } = await ask('township-1', 'listWaiting')
    for (const row of rows as Anything[])
      this.township.add(`${row.kind} ${row.subjectId ?? row.proposalId ?? row.meetingId}`)
  }

  /** In one line; and what of it the file expects otherwise. */
  async tell(
    ask: Ask,
    proposal: string,
    wanted: NonNullable<ArgumentOf<'weigh'>>,
  ): Promise<{ line: string; wrong: string[] }> {
    const detail = await ask('branchSecretary', 'getProposal', { proposal })
    const day = (at: Date | string | null | undefined) =>
      at ? 1 + Math.round((Date.parse(dayOf(at)) - Date.parse(dayOf(detail.draftedAt))) / 86_400_000) : null
    const closed = detail.moves.find(
      (one: Anything) => one.from === 'villagerResolution' && one.move === 'adopt',
    )
    const all = [...this.seconds.values()].reduce((sum, n) => sum + n, 0)
    const is = {
      seconds: all,
      oversight: this.ofOversight,
      township: this.township.size,
      step4: day(closed?.at),
      work: day(this.workBegan),
    }
    const wrong = (['seconds', 'oversight', 'township', 'step4', 'work'] as const).flatMap((key) =>
      wanted[key] === undefined || wanted[key] === is[key]
        ? []
        : [`${key} is ${is[key]}, expected ${wanted[key]}`],
    )
    const kinds = [...this.seconds].sort((a, b) => b[1] - a[1]).map(([what, n]) => `${what} ${n}`)
    const line = [
      `${all} acts of a second person, ${is.oversight} of them by the oversight committee (${kinds.join(', ')})`,
      `${is.township} messages to the township (${[...this.township].map((one) => one.split(' ')[0]).join(', ')})`,
      `step 4 closes on day ${is.step4}`,
      `work begins on day ${is.work}`,
    ].join('; ')
    return { line, wrong }
  }
}

const dayOf = (at: Date | string) => shanghaiDate(new Date(at))
const wordOf = (name: RequestName | undefined): string =>
  name && name in ACTS_OF_TWO ? `${name} (${ACTS_OF_TWO[name as ActOfTwo].zh})` : (name ?? 'others')

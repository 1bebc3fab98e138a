import type { TourScene, TourTold } from '@cunyi/shared/api/demo.ts'
import { ref } from 'vue'

/** 跟着走一遍: who does each scene of the tour, where, and the words on what is pressed there. Fetched in a demo only. */
const KEY = 'cunyi.tour'
/** When it began, by the demo's own clock; null: nobody is taking it. */
export const since = ref<string | null>(kept())
function kept() {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
function keep(at: string | null) {
  since.value = at
  try {
    if (at === null) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, at)
  } catch {
    // Nothing may be kept here: it lasts as long as the page.
  }
}
export const begin = (now: string) => keep(now)
export const end = () => keep(null)

/** Meetings, fifteen days and whatever is due in them. */
export const LONG = 300_000

export const DRAFTER = '10000000003'
const CHAIR = '10000000002'
const SUPERVISOR = '10000000004'
const AWAY = '10000000006'

type Scene = {
  /** Whose turn it is; nobody: the others', by one button. */
  who?: string
  at?: (told: TourTold) => string
  /** Message keys of what is pressed, in the order in which it comes. */
  marks?: string[]
  /** The page is read first: he finds what is pressed below it himself. */
  reads?: true
  /** Words for an example: the label's key, and the key of what to write. */
  fill?: [label: string, example: string][]
}
const meeting = (told: TourTold) => `/v/${told.village}/meetings/${told.meeting}`
const matter = (told: TourTold) => `/v/${told.village}/matters/${told.proposal}`

export const SCENES: Record<TourScene, Scene> = {
  draft: {
    who: DRAFTER,
    at: () => '/draft',
    marks: ['propose.toBranch'],
    fill: [
      ['propose.name', 'demo.example.title'],
      ['propose.summary', 'demo.example.summary'],
      ['demo.example.kind', ''],
      ['propose.lineName', 'demo.example.use'],
      ['propose.lineSum', 'demo.example.sum'],
      ['propose.lineName', 'demo.example.source'],
      ['propose.lineSum', 'demo.example.sum'],
    ],
  },
  submit: { who: DRAFTER, at: ({ proposal }) => `/draft/${proposal}`, marks: ['propose.toBranch'] },
  sit: {},
  convene: {
    who: CHAIR,
    at: (told) => `${matter(told)}/convene`,
    marks: ['convene.send'],
    reads: true,
    fill: [['convene.place', 'demo.example.place']],
  },
  wait: {},
  come: {},
  open: { who: CHAIR, at: (told) => `${meeting(told)}/conduct`, marks: ['conduct.open'] },
  vote: {
    who: AWAY,
    at: meeting,
    marks: ['attend.signInOnline', 'attend.goVote', 'demo.example.choice', 'attend.castNow'],
  },
  ballots: {},
  close: { who: CHAIR, at: (told) => `${meeting(told)}/conduct`, marks: ['conduct.close'] },
  count: {},
  end: {},
  review: {
    who: SUPERVISOR,
    at: ({ village, disclosure }) => `/v/${village}/disclosures/${disclosure}`,
    marks: ['disclose.agree'],
    reads: true,
  },
  post: {},
  hang: {},
  carryOut: {},
  pack: {},
  archived: { who: AWAY, at: matter, marks: ['demo.example.download'] },
  elsewhere: {},
}
/** Scenes that are one step for whoever looks at it. */
export const STEPS: TourScene[][] = [
  ['draft', 'submit'],
  ['sit'],
  ['convene'],
  ['wait', 'come'],
  ['open'],
  ['vote'],
  ['ballots', 'close', 'count', 'end'],
  ['review'],
  ['post', 'hang'],
  ['carryOut', 'pack'],
  ['archived'],
]

const seen = (one: HTMLElement) => one.offsetParent !== null || one.getClientRects().length > 0
const saysSo = (one: HTMLElement, words: string) => one.textContent?.includes(words) ?? false
/** What is pressed next: of what stands on the page and can be pressed, the last in the order of the scene. */
export function markOf(words: string[]): HTMLElement | undefined {
  const all = [
    ...document.querySelectorAll<HTMLElement>(
      'main button, main a.button, dialog button, [role=alertdialog] button',
    ),
  ]
  const free = all.filter((one) => seen(one) && !(one as HTMLButtonElement).disabled)
  for (const word of words.toReversed()) {
    const found = free.filter((one) => saysSo(one, word)).at(-1)
    if (found) return found
  }
  return undefined
}

/** The fields under that label, in the order of the page. */
const fieldsUnder = (label: string) =>
  [...document.querySelectorAll<HTMLLabelElement>('main label')]
    .filter((one) => one.textContent?.trim().startsWith(label))
    .flatMap(({ control }) => (control ? [control as HTMLInputElement | HTMLTextAreaElement] : []))
const isEmpty = (field: HTMLInputElement | HTMLTextAreaElement) =>
  field instanceof HTMLInputElement && field.type === 'checkbox' ? !field.checked : field.value === ''
type Example = { label: string; example: string }
/** The page is there, and nobody has filled it in. */
export const isToFill = (fields: Example[]) => fields.some(({ label }) => fieldsUnder(label).some(isEmpty))

/** 替我填: as if he had typed it, so that the page does with it what it always does. */
export function fillIn(fields: Example[]) {
  const taken = new Map<string, number>()
  for (const { label, example } of fields) {
    const nth = taken.get(label) ?? 0
    taken.set(label, nth + 1)
    const field = fieldsUnder(label)[nth]
    if (!field || !isEmpty(field)) continue
    if (field.type === 'checkbox') field.click()
    else {
      field.value = example
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
  }
}

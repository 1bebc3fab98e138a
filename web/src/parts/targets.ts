import type { RouteLocationRaw } from 'vue-router'

/** What waits for an office, by its kind: where 现在需要您 leads. Kinds not named lead to meeting or matter. */
export type Waiting = {
  kind: string
  village: string
  meetingId: string | null
  proposalId: string | null
  subjectId: string | null
}
const toDisclosure = ({ village, subjectId, proposalId }: Waiting): RouteLocationRaw =>
  subjectId
    ? { name: 'disclosure', params: { village, disclosure: subjectId } }
    : { name: 'matterDisclosure', params: { village, proposal: proposalId ?? '' } }
const toObjections = ({ village, proposalId }: Waiting): RouteLocationRaw => ({
  name: 'objections',
  params: { village, proposal: proposalId ?? '' },
})
const toTownship = ({ village, proposalId }: Waiting): RouteLocationRaw => ({
  name: 'township',
  params: { village, proposal: proposalId ?? '' },
})
const toDesk = (item: Waiting): RouteLocationRaw => ({
  name: 'conduct',
  params: { village: item.village, meeting: item.meetingId ?? '' },
})
export const waitingTargets: Record<string, (item: Waiting) => RouteLocationRaw> = {
  review: toDisclosure,
  post: toDisclosure,
  photo: toDisclosure,
  classify: toObjections,
  answer: toObjections,
  approve: toTownship,
  file: toTownship,
  precheck: toTownship,
  confirm: (item) =>
    item.meetingId
      ? { name: 'meeting', params: { village: item.village, meeting: item.meetingId } }
      : { name: 'rules' },
  second: ({ village }) => ({ name: 'villageActs', params: { village } }),
  accept: ({ village, proposalId }) => ({
    name: 'work',
    params: { village, proposal: proposalId ?? '' },
  }),
  challenge: ({ village, proposalId }) => ({
    name: 'matter',
    params: { village, proposal: proposalId ?? '' },
    hash: '#notes',
  }),
  judge: ({ village }) => ({ name: 'villageActs', params: { village } }),
  change: ({ village, proposalId }) => ({
    name: 'textChanges',
    params: { village, proposal: proposalId ?? '' },
  }),
  record: toDesk,
  teller: toDesk,
  count: toDesk,
  countLate: toDesk,
  officeKey: () => ({ name: 'keys' }),
  undelivered: () => ({ name: 'undelivered' }),
  minutes: toDesk,
  convene: (item) => ({
    name: 'convene',
    params: { village: item.village, proposal: item.proposalId ?? '' },
  }),
}

/** What a matter's page offers an office, by the names in `mayNow`; what takes the matter further stands first. */
export type MatterAct = { title: string; to: (village: string, proposal: string) => RouteLocationRaw }
export const matterActs: Record<string, MatterAct> = {
  editDraft: {
    title: 'office.acts.editDraft',
    to: (_village, proposal) => ({ name: 'draft', params: { proposal } }),
  },
  conveneMeeting: {
    title: 'office.acts.conveneMeeting',
    to: (village, proposal) => ({ name: 'convene', params: { village, proposal } }),
  },
  reviseProposal: {
    title: 'office.acts.reviseProposal',
    to: (village, proposal) => ({ name: 'revise', params: { village, proposal } }),
  },
  approveProposal: {
    title: 'office.acts.approveProposal',
    to: (village, proposal) => ({ name: 'township', params: { village, proposal } }),
  },
  reviewDisclosure: {
    title: 'office.acts.reviewDisclosure',
    to: (village, proposal) => ({ name: 'matterDisclosure', params: { village, proposal } }),
  },
  editDisclosure: {
    title: 'office.acts.editDisclosure',
    to: (village, proposal) => ({ name: 'matterDisclosure', params: { village, proposal } }),
  },
  keepVoiceNote: {
    title: 'office.acts.keepVoiceNote',
    to: (village, proposal) => ({ name: 'voiceNote', params: { village, proposal } }),
  },
  startWork: {
    title: 'office.acts.startWork',
    to: (village, proposal) => ({ name: 'work', params: { village, proposal } }),
  },
  recordMandates: {
    title: 'office.acts.recordMandates',
    to: (village, proposal) => ({ name: 'mandates', params: { village, proposal } }),
  },
  addExpense: {
    title: 'office.acts.addExpense',
    to: (village, proposal) => ({ name: 'work', params: { village, proposal }, hash: '#money' }),
  },
  postConfirmation: {
    title: 'office.acts.postConfirmation',
    to: (_village, proposal) => ({ name: 'confirmation', query: { proposal } }),
  },
  giveOpinion: {
    title: 'office.acts.giveOpinion',
    to: (village, proposal) => ({ name: 'township', params: { village, proposal } }),
  },
  addNote: {
    title: 'office.acts.addNote',
    to: (village, proposal) => ({ name: 'note', params: { village, proposal } }),
  },
  standInNote: {
    title: 'office.acts.addNote',
    to: (village, proposal) => ({ name: 'note', params: { village, proposal } }),
  },
}
/** Which of them here, what takes the matter a step further first: that one is the main button. */
export const matterActsOf = (mayNow: readonly string[]): MatterAct[] =>
  Object.entries(matterActs)
    .filter(([name]) => mayNow.includes(name))
    .map(([, act]) => act)

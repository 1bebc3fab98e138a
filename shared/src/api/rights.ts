import { ACTS, type Act, type MeetingAct } from '../law/acts.ts'
import { keysOf, type Office, ROUTES } from '../words/vocabulary.ts'
import type { RequestName } from './index.ts'

/**
 * 权限: who may make which request. One row a request; a test walks every request × every role. `may.ts` asks it.
 *
 * - `anyone`: without log-in. `login`: logged in with a phone, nobody chosen yet. `account`: logged in, whoever one acts
 *   as. `villager`: a registered person of this village. `resident`: anybody on its list of persons, registered or not.
 * - an office: held today in this village (township and county staff: over the village they oversee).
 * - `township`, `county`: staff of the village's own township, of its county.
 * - `roll`: on the frozen roll of that meeting. `chair`, `recorder`, `teller`: named in its notice.
 * - `self`: only for or about oneself, which the action checks.
 * - `initiator`: who put the matter forward.
 * What the offices of a *body* may do (convene, chair, post …) is narrowed further by the table of meeting rules.
 */
export type Holder =
  | 'anyone'
  | 'login'
  | 'account'
  | 'villager'
  | 'resident'
  | 'roll'
  | 'chair'
  | 'recorder'
  | 'teller'
  | 'initiator'
  | 'township'
  | 'county'
  | 'demo'
  | 'testing'
  | Exclude<Office, 'townshipStaff' | 'countyStaff'>

/** 书记，或代他主持的人. */
const secretary = ['branchSecretary', 'branchDeputy'] as const
const villages = ['villageDirector', 'villageCommittee'] as const
const residents = ['residentDirector', 'residentCommittee'] as const
/** Whose matter it is posts it and answers for it, by its head: `ACT_OF` says which of them in this one. */
const bodies = [...villages, 'boardChair', ...residents] as const
/** 组织实施 by every office of that body, on whichever route; the accountant keeps the money and no more. */
const keepsMoney = [...new Set(keysOf(ROUTES).flatMap((route) => ACTS.carryOut[route]))]
const carriers = keepsMoney.filter((office) => office !== 'accountant')
const committee = [
  ...secretary,
  'branchCommittee',
  ...villages,
  'boardChair',
  'boardMember',
  'groupHead',
  ...residents,
] as const
const leaders = [
  ...secretary,
  'villageDirector',
  'villageCommittee',
  'boardChair',
  'groupHead',
  'residentDirector',
] as const
const oversight = ['oversightChair', 'oversightCommittee'] as const
const above = ['township', 'county'] as const
const insiders = [
  ...committee,
  ...oversight,
  'firstSecretary',
  'accountant',
  'supervisor',
  'clerk',
  ...above,
] as const
const meetingOfficers = ['chair', 'recorder', 'teller'] as const
/** Those who keep the roster and post the papers. */
const clerks = [...secretary, ...villages, ...residents] as const
/** 村文书 keeps records with them: he drafts and imports, and neither votes nor confirms. */
const keepers = [...clerks, 'clerk'] as const

const represents = ['representative', 'memberRepresentative', 'residentRepresentative'] as const

/** Those who convene and those who keep the roster: whom a message did not reach they reach in another way. */
const messengers = [...leaders, 'residentCommittee'] as const

// biome-ignore format: one row, one request
const ROWS = {
  // divisions
  listDivisions: ['anyone'], getDivision: ['anyone'],
  openVillage: ['township'], moveVillage: ['township'], renameVillage: ['township'], appointStaff: ['county'], listStaff: [...above],
  getProfile: ['account'], proposeProfile: [...secretary, 'villageDirector', 'residentDirector', ...above], confirmProfile: [...clerks, ...oversight, ...above],
  listAuthorisations: ['account'], recordAuthorisation: [...villages, ...residents], endAuthorisation: [...villages, ...residents],
  listLegalBases: ['account'], recordLegalBasis: [...secretary, ...bodies], endLegalBasis: [...secretary, ...bodies],
  getOverview: [...above], exportOverview: [...above], listDutiesBelow: [...above], exportDuties: [...above], listDuties: [...insiders], getFigures: [...above], listFigure: [...above], getVillageFigures: [...insiders], listVillageFigure: [...insiders], recordDone: [...villages, ...secretary, 'branchCommittee', 'boardChair', 'boardMember', 'accountant', ...oversight],
  // accounts
  requestCode: ['anyone'], login: ['anyone'], chooseCapacity: ['login'], refreshSession: ['anyone'], endSession: ['anyone'], readMeetingLink: ['anyone'], askLinkCode: ['anyone'], enterByLink: ['anyone'],
  getMe: ['account'], listWaiting: ['account'], listMyMeetings: ['account'], listMyResults: ['account'], listMySayings: ['account'], listFollowed: ['account'], getMyRecord: ['account'], changePin: ['account'], listOutbox: ['demo'],
  // people
  listPeople: [...insiders], getPerson: [...insiders], listHouseholds: [...insiders], listOffices: ['account'], getComposition: [...insiders],
  appoint: [...keepers, 'oversightChair', 'township'], endOffice: [...keepers, 'oversightChair'], handOver: [...keepers, 'oversightChair'], registerCollective: [...keepers], nameDeputy: ['branchSecretary'],
  getTemplate: ['account'], exportPeople: [...keepers], uploadPeople: [...keepers], enterPerson: [...keepers], getImport: [...keepers], getFaultyRows: [...keepers], confirmImport: [...keepers], discardImport: [...keepers],
  printPaperCode: [...keepers], uploadFile: ['account'], getFile: ['anyone'],
  getMyData: ['account'], askCorrection: ['account'], listCorrections: [...keepers], answerCorrection: [...keepers],
  // proposals
  checkRoute: [...committee, ...oversight, 'clerk'], draftProposal: [...committee, ...oversight, 'clerk'], editDraft: [...committee, ...oversight, 'clerk'], submitProposal: [...committee, ...oversight],
  getDraftWriting: [...committee, ...oversight, 'clerk'], keepDraftWriting: [...committee, ...oversight, 'clerk'], getMinutesWriting: ['recorder'], keepMinutesWriting: ['recorder'],
  followProposal: ['resident'],
  listProposals: ['account'], getProposal: ['account'], getDifference: ['account'],
  reviseProposal: [...leaders], withdrawProposal: ['initiator', ...secretary, 'villageDirector', 'oversightChair', 'boardChair', 'residentDirector'], referProposal: ['villageDirector', 'villageCommittee', ...secretary, 'branchCommittee'], shelveProposal: [...leaders], archiveProposal: [...villages, ...residents],
  listTextChanges: ['account'], objectToChange: ['account'], withdrawChange: [...leaders],
  addNote: [...committee, ...oversight, 'supervisor'], standInNote: ['township'], answerChallenge: [...bodies, ...secretary, 'branchCommittee', ...oversight, 'supervisor'], reportExtraStep: [...bodies],
  giveOpinion: ['township'], fileProposal: ['township'], orderCorrection: ['township'], approveProposal: [...above], refuseApproval: [...above],
  sayOpinion: ['roll', 'villager'], listOpinions: ['roll', ...insiders], answerOpinion: [...leaders], hideOpinion: [...leaders], writeSpoken: ['recorder', ...committee, 'clerk'],
  keepVoiceNote: [...leaders, 'clerk'], takeDownVoiceNote: [...leaders, 'clerk'],
  raisePetition: ['villager'], listPetitions: ['villager', ...insiders], signPetition: ['villager'], answerPetition: [...secretary, 'branchCommittee'],
  getFullWay: ['account'], askFullWay: ['roll', 'resident'], answerFullWay: [...leaders], askApart: [...committee, ...oversight],
  // 险情先办
  recordDanger: [...villages, ...residents], listDangers: ['account'],
  recordMandates: [...bodies, 'boardMember'], getMandates: ['account'],
  postConfirmation: [...villages, ...residents],
  // meetings
  checkConvening: [...leaders], conveneMeeting: [...leaders],
  listMeetings: ['account'], getMeeting: ['roll', ...insiders], getMeetingNow: ['roll', ...insiders], getAttendanceLine: ['roll', ...insiders], getMyPlace: ['account'], getRoll: [...meetingOfficers, ...leaders, ...oversight],
  readNotice: ['roll'], willCome: ['roll'], recordCall: [...meetingOfficers, ...leaders], getHallCode: [...meetingOfficers], signIn: ['roll'], signInPeople: [...meetingOfficers], confirmSignIns: [...meetingOfficers],
  leaveMeeting: [...meetingOfficers], excuse: ['roll', ...meetingOfficers], recuse: ['roll', ...meetingOfficers, ...oversight], contestRecusal: ['roll'], addProxy: ['roll', ...meetingOfficers, ...leaders], getProxy: ['roll', ...meetingOfficers, ...leaders], revokeProxy: ['roll', ...meetingOfficers],
  correctRoll: [...leaders, 'boardMember', 'residentCommittee', 'chair', ...oversight], withdrawEntry: ['recorder', 'teller'], confirmCorrection: [...oversight],
  openPoll: ['chair'], closePoll: ['chair'], endHall: ['chair'], adjournMeeting: ['chair'], extendWindow: ['chair'], endMeeting: ['chair'], replaceOfficers: ['chair', ...leaders], chooseTellers: ['recorder', ...oversight],
  moveAmendment: ['recorder', 'chair'], decideAmendment: ['chair', 'recorder'],
  getMinutes: ['roll', ...insiders], listMinutes: ['roll', ...insiders], getMinutesDifference: ['roll', ...insiders], saveMinutes: ['recorder'], approveMinutes: ['chair'], attachSignedMinutes: ['recorder', 'chair'], signMinutes: ['roll', ...meetingOfficers],
  // papers: which of them, the paper itself says
  listPapers: ['account'], getPaper: ['account'], getYearList: ['account'], getYearPaper: ['account'],
  // polls
  getTicket: ['account'], castBallot: ['account'], enterNamed: ['teller'], handOutSlips: ['teller', 'recorder'], returnSlip: ['teller', 'recorder'], enterCountSheet: ['teller'], printSlips: ['teller', 'recorder'], slipsToPrint: ['teller', 'recorder'], readSlip: ['teller'], getReadings: ['teller'], finishReading: ['teller'],
  callHands: ['chair'], enterHands: ['teller'], getCount: [...meetingOfficers, ...oversight],
  declareCountInvalid: ['chair', ...oversight],
  setAsideEnvelope: ['chair', ...oversight], getPoll: ['roll', ...insiders], listReceipts: ['anyone'], getPollList: ['roll', ...oversight],
  // 代录: who is a helper is a list of its own, asked by the action
  listHelpers: ['account'], addHelper: [...keepers], endHelper: [...clerks], castAssisted: ['villager'], findToAssist: ['villager'], objectAssisted: ['roll'], recordAssistCall: [...oversight, 'supervisor'], listAssisted: ['roll', ...oversight, 'supervisor'],
  // 两人办理: as what somebody stands in an act, shared/src/law/acts-of-two.ts says
  // 号码
  getMyNumber: ['account'], askNumberCodes: ['account'], changeMyNumber: ['account'], agreeToNumber: ['account'],
  proposeNumber: [...keepers], proposeMerge: [...keepers], confirmIdentity: [...oversight, ...represents], findToIdentify: [...oversight, ...represents], getImportList: [...keepers, ...oversight, 'oversightStandIn', ...above],
  listActs: ['account'], confirmAct: ['account'], refuseAct: ['account'], contestAct: ['account'],
  // 评议: who is able to judge is fixed when it is asked
  listJudgements: ['account'], judge: ['account'],
  // 催会: the report is signed by the gateway, which the action checks
  listDeliveries: [...meetingOfficers, ...leaders], remindNow: ['chair'], getCallTexts: [...meetingOfficers, ...leaders], reportDelivery: ['anyone'],
  listUndelivered: [...messengers], sendAgain: [...messengers], tellOtherwise: [...messengers],
  getPushKey: ['account'], subscribePush: ['account'], unsubscribePush: ['account'],
  // disclosures and carrying out
  getDisclosure: ['account'], listDisclosures: ['account'], editDisclosure: [...bodies], reviewDisclosure: [...oversight],
  postDisclosure: [...bodies], addBoardPhoto: [...bodies, ...oversight],
  reportTakenDown: [...bodies, ...oversight, ...above], maskDisclosure: [...bodies, ...oversight, 'township'], correctDisclosure: [...bodies, ...oversight],
  raiseObjection: ['resident'], listObjections: ['account'], classifyObjection: [...oversight, 'supervisor'], contestObjection: [...bodies],
  answerObjection: [...bodies], takeObjectionFurther: ['resident'], townshipAnswer: ['township'], countyAnswer: ['county'],
  recountPoll: [...bodies, ...oversight],
  startWork: [...carriers], getWork: ['account'], addProgress: [...carriers], addExpense: [...keepsMoney],
  strikeExpense: [...keepsMoney], acceptWork: [...bodies, ...oversight], signAcceptance: ['resident'], askOverLine: [...keepsMoney], acceptOnSheet: [...bodies], reportOutcome: [...bodies],
  // records
  getEvidence: [...insiders], checkEvidence: [...insiders], getRecord: [...insiders],
  getPublicBoard: ['anyone'], getPublicMatter: ['anyone'], getPublicVillages: ['anyone'],
  // archive
  listPackages: ['anyone'], getPackage: ['anyone'], makePackage: [...keepers, 'boardChair', ...oversight], listCheckpoints: ['anyone'], getReceiptProof: ['roll', ...insiders],
  listOfficeKeys: [...above], registerKey: [...above], answerKey: [...above], endKey: [...above], signCheckpoint: [...above],
  listRetention: [...insiders], setHold: [...clerks, ...oversight, ...above], liftHold: [...clerks, ...oversight, ...above],
  // testing
  setClock: ['testing'], testSession: ['testing'], testClock: ['testing'],
} as const satisfies Record<RequestName, readonly Holder[]>
export const RIGHTS: Record<RequestName, readonly Holder[]> = ROWS

type Open = 'anyone' | 'login' | 'demo' | 'testing'
/** Made by nobody in particular, for all the door knows: its handler may be told `null`. */
export type OpenRequest = {
  [N in RequestName]: [Extract<(typeof ROWS)[N][number], Open>] extends [never] ? never : N
}[RequestName]

/**
 * 谁办什么, of the requests that belong to the matter's own body: whoever has the right by office alone must there hold
 * one that carries one of these acts. Asked once it is known whose matter it is.
 */
// biome-ignore format: one row, one request
export const ACT_OF: Partial<Record<RequestName, readonly (Act | Extract<MeetingAct, 'convene'>)[]>> = {
  conveneMeeting: ['convene'], replaceOfficers: ['convene'], confirmCorrection: ['correct'],
  editDisclosure: ['post'], reviewDisclosure: ['note'], postDisclosure: ['post'], addBoardPhoto: ['post', 'note'],
  classifyObjection: ['note'], contestObjection: ['answer'], answerObjection: ['answer'],
  answerChallenge: ['answer', 'submit', 'note'],
  startWork: ['carryOut'], addProgress: ['carryOut'], addExpense: ['carryOut'], strikeExpense: ['carryOut'], askOverLine: ['carryOut'], acceptWork: ['answer', 'note'], acceptOnSheet: ['answer'], reportOutcome: ['post'],
}

/** 所见: what is shown to some only. */
export const SEES = {
  /** Not yet put forward. */
  drafts: [...committee, ...oversight, 'clerk', 'initiator'],
  /** What names households or persons. */
  namedMatters: ['roll', ...insiders],
  /** The papers of an objection, beside whoever raised it; those that belong to nothing yet. */
  objectionFiles: insiders,
  meetingFiles: ['roll', ...meetingOfficers, ...insiders],
  /** 档案包 with everything in it: whoever reads the records. */
  officePackage: ROWS.getRecord,
} as const satisfies Record<string, readonly Holder[]>
export type Sight = keyof typeof SEES

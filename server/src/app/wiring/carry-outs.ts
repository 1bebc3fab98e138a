/** 两人办理: who carries out what two persons have agreed on. */
import type { CarryOuts, Shows } from '#matters/acts/actions.ts'
import { carryOutAssisted } from '#matters/assist/cast.ts'
import { carryOutHelpers, showHelpers } from '#matters/assist/helpers.ts'
import { carryOutDanger, showDanger } from '#matters/dangers/actions.ts'
import { carryOutTypo, showTypo } from '#matters/disclosures/correct.ts'
import { carryOutMask, showMask } from '#matters/disclosures/mask.ts'
import { carryOutContest } from '#matters/disclosures/objections.ts'
import { carryOutRecount, showRecount } from '#matters/disclosures/recount.ts'
import { carryOutCorrection } from '#matters/meetings/actions/corrections.ts'
import { carryOutExtension } from '#matters/meetings/actions/extend.ts'
import { carryOutWithdrawal } from '#matters/meetings/actions/withdraw.ts'
import { carryOutCall, showCall } from '#matters/numbers/actions/call.ts'
import { carryOutNumber, showNumber } from '#matters/numbers/actions/change.ts'
import { carryOutImportList, showList } from '#matters/numbers/actions/list.ts'
import { carryOutMerge, showMerge } from '#matters/numbers/actions/merge.ts'
import { carryOutPaper } from '#matters/numbers/actions/paper.ts'
import { carryOutOffice, OFFICE_ACTS, showOffice } from '#matters/offices/carry-out.ts'
import { carryOutCollective, showCollective } from '#matters/offices/collective.ts'
import { carryOutInvalid } from '#matters/polls/actions/invalid.ts'
import { carryOutSetAside } from '#matters/polls/actions/set-aside.ts'
import { carryOutReturn } from '#matters/polls/actions/slips.ts'
import { carryOutExtraStep } from '#matters/proposals/actions/note.ts'
import { carryOutMove, showMove } from '#matters/villages/actions.ts'
import { carryOutRename, showRename } from '#matters/villages/rename.ts'
import { carryOutSheet, showSheet } from '#matters/works/acceptance.ts'

export const carryOuts: CarryOuts = {
  returnSlip: carryOutReturn,
  setAsideEnvelope: carryOutSetAside,
  castAssisted: carryOutAssisted,
  assistedByPhone: carryOutAssisted,
  correctRoll: carryOutCorrection,
  withdrawEntry: carryOutWithdrawal,
  recountPoll: carryOutRecount,
  recountPaper: carryOutRecount,
  contestClass: carryOutContest,
  extraStep: carryOutExtraStep,
  officeOfParty: carryOutOffice,
  officeOfVillage: carryOutOffice,
  officeOfOversight: carryOutOffice,
  officeOfCollective: carryOutOffice,
  endSeat: carryOutOffice,
  handOver: carryOutOffice,
  handOverOversight: carryOutOffice,
  clerkByTownship: carryOutOffice,
  acceptanceSheet: carryOutSheet,
  registerCollective: carryOutCollective,
  dangerToLife: carryOutDanger,
  nameHelpers: carryOutHelpers,
  moveVillage: carryOutMove,
  renameVillage: carryOutRename,
  extendWindow: carryOutExtension,
  maskDisclosure: carryOutMask,
  correctDisclosure: carryOutTypo,
  changeNumber: carryOutNumber,
  mergePeople: carryOutMerge,
  identityCall: carryOutCall,
  paperCode: carryOutPaper,
  invalidCount: carryOutInvalid,
  importList: carryOutImportList,
}

export const shows: Shows = {
  recountPoll: showRecount,
  recountPaper: showRecount,
  acceptanceSheet: showSheet,
  maskDisclosure: showMask,
  correctDisclosure: showTypo,
  changeNumber: showNumber,
  mergePeople: showMerge,
  identityCall: showCall,
  importList: showList,
  registerCollective: showCollective,
  moveVillage: showMove,
  renameVillage: showRename,
  dangerToLife: showDanger,
  nameHelpers: showHelpers,
  ...Object.fromEntries(OFFICE_ACTS.map((what) => [what, showOffice])),
}

/**
 * What a program written for an earlier release has to change, by release: anything else than an addition is refused
 * by the test until it has a row here. Each row is printed in .github/CHANGELOG.md as it stands.
 */
export type ApiChange = {
  /** An operationId; or `refusals`. */
  request: string
  /** The release that first answers so. */
  release: string
  /** The differences as the test names them: these and no others. */
  breaks: string[]
  reason: string
  /** What a program that uses it does. */
  clients: string
}

const TWO_PERSONS = 'A request never names its own second person: the act waits until he confirms it himself.'
const WAITS =
  'Leaves the second person out; reads `actId`. The second calls `confirmAct` (or `refuseAct`) from his own session; `listActs` tells what became of it.'
const WAITS_FOR_SECOND = 'Reads `actId`; the text changes once another has called `confirmAct`.'

export const API_CHANGES: ApiChange[] = [
  {
    request: 'addHelper',
    release: '0.2.0',
    breaks: [
      '200.id is gone',
      'body.heldOn is now required',
      'body.paperId is now required',
      'body.personId is no longer read',
      'body.personIds is now required',
    ],
    reason:
      'The clerk alone names nobody: the representatives name the helpers for their term, and an oversight member looks at the minutes.',
    clients:
      'Uploads the minutes first (`uploadFile`, purpose `paper`) and sends all who were named; reads `waits`. `listHelpers` has them once the second has called `confirmAct`.',
  },
  {
    request: 'refusals',
    release: '0.2.0',
    breaks: ['glyphMissing is gone'],
    reason: 'No character stops a paper: what no face has is printed in words.',
    clients: 'Nothing: the answer is the paper.',
  },
  {
    request: 'returnSlip',
    release: '0.2.0',
    breaks: ['200.ok is gone', 'body.secondId is no longer read'],
    reason: TWO_PERSONS,
    clients: WAITS,
  },
  {
    request: 'setAsideEnvelope',
    release: '0.2.0',
    breaks: ['200.ok is gone', 'body.secondId is no longer read'],
    reason: `${TWO_PERSONS} The two are the chair and somebody of the oversight committee.`,
    clients: WAITS,
  },
  {
    request: 'declareCountInvalid',
    release: '0.2.0',
    breaks: ['200.ok is gone', 'body.tellerIds is no longer read'],
    reason: `${TWO_PERSONS} The chair proposes; each teller of the heap confirms within two hours, or two new tellers count it (\`chooseTellers\` with \`placeNo\`).`,
    clients: `${WAITS} Names the place by \`placeNo\` where several are counted.`,
  },
  {
    request: 'castAssisted',
    release: '0.2.0',
    breaks: ['200.receipt may now be null', 'body.witnessId is no longer read'],
    reason: `${TWO_PERSONS} A ballot counts once its witness has said so.`,
    clients:
      'Leaves the witness out; where `recorded` is false, asks again with the same `ref` once the witness has called `confirmAct`.',
  },
  {
    request: 'appoint',
    release: '0.2.0',
    breaks: ['body.paperId is now required'],
    reason:
      'Who holds which office is never one clerk’s word: it is proposed with its paper and stands once another has looked at the paper.',
    clients:
      'Uploads the paper first (`uploadFile`, purpose `office`); `id` is the office’s once the second person has called `confirmAct`.',
  },
  {
    request: 'endOffice',
    release: '0.2.0',
    breaks: ['body.paperId is now required'],
    reason:
      'An office ends once another person has looked at the paper of its end; whoever loses it is told first.',
    clients: 'Uploads the paper first (`uploadFile`, purpose `office`); reads `waits`.',
  },
  {
    request: 'correctRoll',
    release: '0.2.0',
    breaks: ['body.ground is now required', 'body.paperId is now required'],
    reason:
      'The roll is corrected on a ground of the list, with its paper; the village or the chair proposes.',
    clients:
      'Sends `ground` and `paperId`; `id` is that of the act, which `confirmCorrection` or `confirmAct` confirms.',
  },
  {
    request: 'recuse',
    release: '0.2.0',
    breaks: ['body.interest is now required'],
    reason:
      'Somebody is recused for an interest of the list; of another it is recorded before the poll opens.',
    clients: 'Sends `interest`.',
  },
  {
    request: 'maskDisclosure',
    release: '0.2.0',
    breaks: ['200.ok is gone'],
    reason: `${TWO_PERSONS} One of the two is of the oversight committee; a fact of the resolution is never masked.`,
    clients: WAITS_FOR_SECOND,
  },
  {
    request: 'chooseCapacity',
    release: '0.2.0',
    breaks: ['body.idTail is no longer read'],
    reason: 'Whoever can read the roster knows the tail of an ID number: it sets no PIN.',
    clients:
      'Asks for the slip (`paperCode`) where `factor` is `set`; within a day of an identity call `newPin` alone is enough.',
  },
  {
    request: 'approveMinutes',
    release: '0.2.0',
    breaks: ['body.version has a higher minimum', 'body.version has a lower maximum'],
    reason: 'A number is held to what its column takes.',
    clients: 'Send a number that the server gave.',
  },
  {
    request: 'checkRoute',
    release: '0.2.0',
    breaks: ['body.facts.affectedHouseholds has a lower maximum', 'body.facts.area has a lower maximum'],
    reason: 'An area and a number of households are held to what a column takes.',
    clients: 'Nothing: no village is larger.',
  },
  {
    request: 'confirmProfile',
    release: '0.2.0',
    breaks: ['path version has a higher minimum', 'path version has a lower maximum'],
    reason: 'A number is held to what its column takes.',
    clients: 'Send a number that the server gave.',
  },
  {
    request: 'draftProposal',
    release: '0.2.0',
    breaks: ['body.facts.affectedHouseholds has a lower maximum', 'body.facts.area has a lower maximum'],
    reason: 'An area and a number of households are held to what a column takes.',
    clients: 'Nothing: no village is larger.',
  },
  {
    request: 'editDraft',
    release: '0.2.0',
    breaks: ['body.facts.affectedHouseholds has a lower maximum', 'body.facts.area has a lower maximum'],
    reason: 'An area and a number of households are held to what a column takes.',
    clients: 'Nothing: no village is larger.',
  },
  {
    request: 'enterCountSheet',
    release: '0.2.0',
    breaks: [
      'body.abstain has a lower maximum',
      'body.against has a lower maximum',
      'body.for has a lower maximum',
      'body.invalid has a lower maximum',
      'body.issued has a lower maximum',
    ],
    reason: 'A count is a million at most, so that every sum of counts fits its column.',
    clients: 'Nothing: no village is larger.',
  },
  {
    request: 'enterHands',
    release: '0.2.0',
    breaks: [
      'body.abstain has a lower maximum',
      'body.against has a lower maximum',
      'body.for has a lower maximum',
    ],
    reason: 'A count is a million at most, so that every sum of counts fits its column.',
    clients: 'Nothing: no village is larger.',
  },
  {
    request: 'getDifference',
    release: '0.2.0',
    breaks: [
      'query from has a higher minimum',
      'query from has a lower maximum',
      'query to has a higher minimum',
      'query to has a lower maximum',
    ],
    reason: 'A number is held to what its column takes.',
    clients: 'Send a number that the server gave.',
  },
  {
    request: 'getEvidence',
    release: '0.2.0',
    breaks: ['query after has another pattern'],
    reason: 'A cursor is what `next` gave, and nothing else.',
    clients: 'Send `next` as it came.',
  },
  {
    request: 'getMeetingNow',
    release: '0.2.0',
    breaks: ['query since has a lower maximum'],
    reason: 'A revision is held to what its column takes.',
    clients: 'Send `revision` as it came.',
  },
  {
    request: 'getMinutesDifference',
    release: '0.2.0',
    breaks: [
      'query from has a higher minimum',
      'query from has a lower maximum',
      'query to has a higher minimum',
      'query to has a lower maximum',
    ],
    reason: 'A number is held to what its column takes.',
    clients: 'Send a number that the server gave.',
  },
  {
    request: 'getPollList',
    release: '0.2.0',
    breaks: ['query after has another format', 'query after has another pattern'],
    reason: 'A cursor is what `next` gave, and nothing else.',
    clients: 'Send `next` as it came.',
  },
  {
    request: 'getPublicBoard',
    release: '0.2.0',
    breaks: ['query year has a higher minimum', 'query year has a lower maximum'],
    reason: 'A year lies between 2000 and 2100.',
    clients: 'Ask for such a year, or for none.',
  },
  {
    request: 'getRoll',
    release: '0.2.0',
    breaks: [
      'query after has another format',
      'query after has another pattern',
      'query since has a higher minimum',
      'query since has a lower maximum',
    ],
    reason: 'A cursor is what `next` gave, and a revision what `revision` gave.',
    clients: 'Send both as they came.',
  },
  {
    request: 'listCheckpoints',
    release: '0.2.0',
    breaks: ['query from has a lower maximum', 'query to has a lower maximum'],
    reason: 'A number is held to what its column takes.',
    clients: 'Send a number that the server gave.',
  },
  {
    request: 'listDeliveries',
    release: '0.2.0',
    breaks: ['query after has another format', 'query after has another pattern'],
    reason: 'A cursor is what `next` gave, and nothing else.',
    clients: 'Send `next` as it came.',
  },
  {
    request: 'listDisclosures',
    release: '0.2.0',
    breaks: ['query after has another format', 'query after has another pattern'],
    reason: 'A cursor is what `next` gave, and nothing else.',
    clients: 'Send `next` as it came.',
  },
  {
    request: 'moveAmendment',
    release: '0.2.0',
    breaks: ['body.facts.affectedHouseholds has a lower maximum', 'body.facts.area has a lower maximum'],
    reason: 'An area and a number of households are held to what a column takes.',
    clients: 'Nothing: no village is larger.',
  },
  {
    request: 'readSlip',
    release: '0.2.0',
    breaks: ['body.number has a lower maximum'],
    reason: 'A number is held to what its column takes.',
    clients: 'Send the number that stands on the slip.',
  },
  {
    request: 'recordMandates',
    release: '0.2.0',
    breaks: ['body.rows[].area has a lower maximum'],
    reason: 'An area and a number of households are held to what a column takes.',
    clients: 'Nothing: no village is larger.',
  },
  {
    request: 'recountPoll',
    release: '0.2.0',
    breaks: [
      '200.id is gone',
      '200.outcome is gone',
      '200.stage is gone',
      '200.stands is gone',
      'body.paper.abstain has a lower maximum',
      'body.paper.against has a lower maximum',
      'body.paper.for has a lower maximum',
      'body.paper.invalid has a lower maximum',
      'body.paper.issued has a lower maximum',
      'body.secondId is no longer read',
    ],
    reason: `${TWO_PERSONS} Whoever answers for the village needs an objection of class b, and the oversight committee confirms; what that finds itself the township confirms; paper is counted again by two others, drawn, who each confirm. A count is a million at most.`,
    clients: `${WAITS} \`confirmAct\` answers with \`recount\`.`,
  },
  {
    request: 'reviseProposal',
    release: '0.2.0',
    breaks: ['body.facts.affectedHouseholds has a lower maximum', 'body.facts.area has a lower maximum'],
    reason: 'An area and a number of households are held to what a column takes.',
    clients: 'Nothing: no village is larger.',
  },
  {
    request: 'townshipAnswer',
    release: '0.2.0',
    breaks: ['body.verdict is now required'],
    reason: 'What the township finds right has to be done before the disclosure ends.',
    clients: 'Says how it is answered: `upheld`, `corrected`, `dismissed` or, of class d, `recorded`.',
  },
]

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

export const API_CHANGES: ApiChange[] = [
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
    request: 'castAssisted',
    release: '0.2.0',
    breaks: ['200.receipt may now be null', 'body.witnessId is no longer read'],
    reason: `${TWO_PERSONS} A ballot counts once its witness has said so.`,
    clients:
      'Leaves the witness out; where `recorded` is false, asks again with the same `ref` once the witness has called `confirmAct`.',
  },
  {
    request: 'recountPoll',
    release: '0.2.0',
    breaks: [
      '200.id is gone',
      '200.outcome is gone',
      '200.stage is gone',
      '200.stands is gone',
      'body.secondId is no longer read',
    ],
    reason: `${TWO_PERSONS} Whoever answers for the village needs an objection of class b, and the oversight committee confirms; what that finds itself the township confirms.`,
    clients: `${WAITS} \`confirmAct\` answers with \`recount\`.`,
  },
]

import { acceptanceApi } from './acceptance.ts'
import { accountApi } from './accounts.ts'
import { actsApi } from './acts.ts'
import { archiveApi } from './archive.ts'
import { assistApi } from './assist.ts'
import { dangerApi } from './dangers.ts'
import { disclosureApi } from './disclosures.ts'
import { divisionApi } from './divisions.ts'
import { dutyApi } from './duties.ts'
import { figuresApi } from './figures.ts'
import { judgementsApi } from './judgements.ts'
import { linkApi } from './links.ts'
import { mandateApi } from './mandates.ts'
import { attendApi } from './meetings/attend.ts'
import { conductApi } from './meetings/conduct.ts'
import { conveneApi } from './meetings/convene.ts'
import { minutesApi } from './meetings/minutes.ts'
import { proxyApi } from './meetings/proxies.ts'
import { mineApi } from './mine.ts'
import { noteApi } from './notes.ts'
import { numbersApi } from './numbers.ts'
import { objectionsApi } from './objections.ts'
import { opinionApi } from './opinions.ts'
import { overLineApi } from './over-lines.ts'
import { paperApi } from './papers.ts'
import { peopleApi } from './people.ts'
import { petitionApi } from './petitions.ts'
import { pollApi } from './polls.ts'
import { privacyApi } from './privacy.ts'
import { proposalApi } from './proposals.ts'
import { pushApi } from './push.ts'
import { recordApi, testingApi } from './records.ts'
import { reminderApi } from './reminders.ts'
import { standingApi } from './standing.ts'
import { textChangeApi } from './text-changes.ts'
import { townshipApi } from './township.ts'
import { undeliveredApi } from './undelivered.ts'
import { villageMoveApi } from './village-moves.ts'
import { voiceApi } from './voice.ts'
import { waysApi } from './ways.ts'

/** Every request there is. Pages import only their noun; this list is for the server, the rights and the tests. */
export const api = {
  ...divisionApi,
  ...accountApi,
  ...linkApi,
  ...mineApi,
  ...peopleApi,
  ...standingApi,
  ...villageMoveApi,
  ...dutyApi,
  ...figuresApi,
  ...privacyApi,
  ...proposalApi,
  ...mandateApi,
  ...waysApi,
  ...dangerApi,
  ...noteApi,
  ...textChangeApi,
  ...townshipApi,
  ...opinionApi,
  ...voiceApi,
  ...petitionApi,
  ...conveneApi,
  ...attendApi,
  ...conductApi,
  ...minutesApi,
  ...proxyApi,
  ...pollApi,
  ...assistApi,
  ...actsApi,
  ...judgementsApi,
  ...numbersApi,
  ...reminderApi,
  ...pushApi,
  ...undeliveredApi,
  ...disclosureApi,
  ...acceptanceApi,
  ...overLineApi,
  ...objectionsApi,
  ...recordApi,
  ...paperApi,
  ...archiveApi,
  ...testingApi,
}
export type RequestName = keyof typeof api

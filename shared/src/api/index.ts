import { accountApi } from './accounts.ts'
import { archiveApi } from './archive.ts'
import { assistApi } from './assist.ts'
import { disclosureApi } from './disclosures.ts'
import { divisionApi } from './divisions.ts'
import { meetingApi } from './meetings.ts'
import { paperApi } from './papers.ts'
import { peopleApi } from './people.ts'
import { pollApi } from './polls.ts'
import { privacyApi } from './privacy.ts'
import { proposalApi } from './proposals.ts'
import { pushApi } from './push.ts'
import { recordApi, testingApi } from './records.ts'
import { reminderApi } from './reminders.ts'

/** Every request there is. Pages import only their noun; this list is for the server, the rights and the tests. */
export const api = {
  ...divisionApi,
  ...accountApi,
  ...peopleApi,
  ...privacyApi,
  ...proposalApi,
  ...meetingApi,
  ...pollApi,
  ...assistApi,
  ...reminderApi,
  ...pushApi,
  ...disclosureApi,
  ...recordApi,
  ...paperApi,
  ...archiveApi,
  ...testingApi,
}
export type RequestName = keyof typeof api

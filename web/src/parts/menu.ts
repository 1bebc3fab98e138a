import type { RequestName } from '@cunyi/shared/api/index.ts'
import { computed } from 'vue'
import { may } from '../phone/may.ts'
import { inVillage } from '../phone/session.ts'

/**
 * What stands under 办理: the page, its word (a key of messages/office.ts) and the request it is for. A page that
 * everybody may read stands there for whoever reads the records. `village`: it shows one's own village.
 */
type OfficeLink = { to: { name: string }; title: string; help: string; asks: RequestName; village?: true }
// biome-ignore format: one row, one page
const OFFICE_LINKS: OfficeLink[] = [
  { to: { name: 'meetings' }, title: 'office.meetings', help: 'office.meetingsHelp', asks: 'getMeeting', village: true },
  { to: { name: 'undelivered' }, title: 'office.undelivered', help: 'office.undeliveredHelp', asks: 'listUndelivered', village: true },
  { to: { name: 'draft' }, title: 'office.draft', help: 'office.draftHelp', asks: 'draftProposal' },
  { to: { name: 'disclosures' }, title: 'office.disclosures', help: 'office.disclosuresHelp', asks: 'addBoardPhoto' },
  { to: { name: 'confirmation' }, title: 'office.confirmation', help: 'office.confirmationHelp', asks: 'postConfirmation' },
  { to: { name: 'acts' }, title: 'office.twoPersons', help: 'office.twoPersonsHelp', asks: 'getRecord', village: true },
  { to: { name: 'identity' }, title: 'office.identity', help: 'office.identityHelp', asks: 'reviewDisclosure', village: true },
  { to: { name: 'reviews' }, title: 'office.reviews', help: 'office.reviewsHelp', asks: 'reviewDisclosure' },
  { to: { name: 'overview' }, title: 'office.overview', help: 'office.overviewHelp', asks: 'getOverview' },
  { to: { name: 'duties' }, title: 'office.duties', help: 'office.dutiesHelp', asks: 'listDuties' },
  { to: { name: 'figures' }, title: 'office.figures', help: 'office.figuresHelp', asks: 'getVillageFigures' },
  { to: { name: 'dangers' }, title: 'office.dangers', help: 'office.dangersHelp', asks: 'getRecord', village: true },
  { to: { name: 'evidence' }, title: 'office.evidence', help: 'office.evidenceHelp', asks: 'getEvidence' },
  { to: { name: 'keys' }, title: 'office.keys', help: 'office.keysHelp', asks: 'registerKey' },
  { to: { name: 'kept' }, title: 'office.kept', help: 'office.keptHelp', asks: 'listRetention', village: true },
  { to: { name: 'roster' }, title: 'office.roster', help: 'office.rosterHelp', asks: 'listPeople', village: true },
  { to: { name: 'helpers' }, title: 'office.helpers', help: 'office.helpersHelp', asks: 'getRecord', village: true },
  { to: { name: 'rules' }, title: 'office.rules', help: 'office.rulesHelp', asks: 'getRecord' },
  { to: { name: 'authorisations' }, title: 'office.authorisations', help: 'office.authorisationsHelp', asks: 'getRecord', village: true },
  { to: { name: 'legalBases' }, title: 'office.legalBases', help: 'office.legalBasesHelp', asks: 'getRecord', village: true },
  { to: { name: 'staff' }, title: 'office.staff', help: 'office.staffHelp', asks: 'appointStaff' },
  { to: { name: 'staff' }, title: 'office.openVillages', help: 'office.openVillagesHelp', asks: 'openVillage' },
]

export const officeLinks = computed(() =>
  OFFICE_LINKS.filter(({ asks, village }) => may(asks) && (!village || inVillage.value)),
)

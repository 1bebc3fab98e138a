import { isStaff } from '@cunyi/shared/api/may.ts'
import { OFFICE_KEYS, type Office } from '@cunyi/shared/words/vocabulary.ts'

/** Offices held in a village; staff of township and county are appointed above. */
export const HELD_HERE: Office[] = OFFICE_KEYS.filter((one) => !isStaff([one]))
/** Offices that stand for households. */
export const FOR_HOUSEHOLDS: Office[] = ['representative', 'memberRepresentative', 'residentRepresentative']

import type { RequestName } from '@cunyi/shared/api/index.ts'
import { type Standing, whyNot } from '@cunyi/shared/api/may.ts'
import { computed } from 'vue'
import { session } from './session.ts'

/** He who acts, in his own division; what he is in a meeting or matter the server says with it (`mayNow`). */
const standing = computed<Standing | null>(
  () =>
    session.acting && {
      registered: session.acting.registered,
      offices: session.acting.offices,
      ended: [],
      place: 'own',
      roles: [],
    },
)
/** 谁可以: for the menu, and for what belongs to no one matter. The table of rights is no part of a first visit. */
export const may = (request: RequestName): boolean =>
  standing.value !== null && whyNot(request, standing.value) === null

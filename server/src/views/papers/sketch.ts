import type { PaperKind } from '@cunyi/shared/papers/paper-kinds.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { asOf, type Matter } from './matter.ts'
import type { Paper, Sheet } from './model.ts'

/**
 * Who may have a paper. everybody: what hangs on the board; village: who may see the matter; roll: those on that
 * meeting's roll and the offices; offices: the village's offices and those above it.
 */
export type Audience = 'everybody' | 'village' | 'roll' | 'offices'

/** A paper that can be made now; nothing is read for it before it is composed. */
export type Sketch = {
  kind: PaperKind
  /** Unique within the matter: the kind, or the kind and what it is about. */
  id: string
  /** What tells it from others of its kind: the meeting, the question. */
  about: string | null
  meetingId: string | null
  seenBy: Audience
  /** Whose own it is besides. */
  ownerId: string | null
  /** The day of the paper: the names of the village are those of that day. */
  on: Date
  compose: (matter: Matter) => Promise<Sheet>
}

/** One file of kinds/: which papers of its kind a matter has now. */
export type Kind = (matter: Matter) => Sketch[]

/** Whose file it is, and the day from which it says what it says. */
export async function composed(matter: Matter, { on, compose }: Sketch): Promise<Paper> {
  const then = asOf(matter, on)
  return {
    ...(await compose(then)),
    issued: { by: then.village, on: shanghaiDate(matter.proposal.stageSince) },
  }
}

type Parts = Omit<Sketch, 'id' | 'about' | 'meetingId' | 'ownerId'> & {
  ownerId?: string | null
  subject?: string | null
  about?: string | null
  meetingId?: string | null
}
export const sketch = ({
  subject = null,
  about = null,
  meetingId = null,
  ownerId = null,
  ...rest
}: Parts): Sketch => ({
  ...rest,
  about,
  meetingId,
  ownerId,
  id: subject === null ? rest.kind : `${rest.kind}.${subject}`,
})

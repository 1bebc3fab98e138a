import type { PaperFormat } from '@cunyi/shared/papers/paper-kinds.ts'
import type { Paper } from '../model.ts'

export type Asked = { id: number; paper: Paper; format: PaperFormat }
export type Drawn = { id: number; bytes: Uint8Array } | { id: number; failed: string }

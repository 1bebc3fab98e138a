import attend from './en/attend.ts'
import common from './en/common.ts'
import enter from './en/enter.ts'
import follow from './en/follow.ts'
import parts from './en/parts.ts'
import speak from './en/speak.ts'

export default { attend, common, enter, follow, parts, speak }

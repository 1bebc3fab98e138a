import attend from './zh-CN/attend.ts'
import common from './zh-CN/common.ts'
import enter from './zh-CN/enter.ts'
import follow from './zh-CN/follow.ts'
import parts from './zh-CN/parts.ts'
import speak from './zh-CN/speak.ts'

export default { attend, common, enter, follow, parts, speak }

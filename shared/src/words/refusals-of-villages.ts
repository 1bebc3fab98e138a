/** 并村、分村的拒绝. */
import { PLATFORM, rows, VC } from './refusal-row.ts'

// biome-ignore format: one row, one refusal
export const villages = rows({
  villageMoved:   { status: 409, zh: '本村已并入{village}：新的事项到{village}起草、召集会议；已通知的会议照开，已通过的决议照办', en: 'This village has become part of {village}: new matters are drafted and convened there; meetings already noticed are held, resolutions already adopted carried out', rule: 'villages', source: `${VC} art 3` },
  moveUnfit:      { status: 422, zh: '要并入的村应是同一乡镇、已启用、没有并入别村的另一个村', en: 'The village to go over to is another one of the same township, opened, and not part of a third', rule: 'villages', source: PLATFORM },
  villageNameUnfit: { status: 422, zh: '简称写到“村”或者“社区”为止（如“河湾村”）；全称是简称加“村民委员会”或者“居民委员会”（如“河湾村村民委员会”）', en: 'The short name ends with the place itself; the full name is the short one with the name of its committee', rule: 'villages', source: `${VC} art 3` },
  villageNameOther: { status: 409, zh: '村民委员会改为居民委员会（或者相反）不是改名：须依法设立新的组织并选举', en: 'From a villagers’ to a residents’ committee, or back, is no change of name: another body is set up and elected', rule: 'villages', source: `${VC} art 3` },
  groupUnknown:   { status: 422, zh: '原村没有这个村民小组，或者小组里已没有人', en: 'The old village has no such group, or nobody is left in it', rule: 'villages', source: PLATFORM },
  moveIsWhole:    { status: 422, zh: '所选小组就是全村余下的全部，请选“全村”', en: 'These groups are all that is left: choose the whole village', rule: 'villages', source: PLATFORM },
  consentMissing: { status: 409, zh: '须先经原村村民会议讨论同意：请选村民会议通过、公示期已满的那件决议', en: 'The villagers’ assembly of the old village agrees first: choose its resolution, with its days of disclosure over', rule: 'villages', source: `${VC} art 3` },
  moveTooEarly:   { status: 422, zh: '批准的日期是{on}，到了这一天才能办理', en: 'The approval takes effect on {on}; not before', rule: 'villages', source: `${VC} art 3` },
  demoByCommand:        { status: 409, zh: '这个服务器不是用 npm start 启动的，不能自己重新做演示：停下它，运行 npm run demo:reset，再启动', en: 'This server was not started by npm start and cannot make its demo anew: stop it, run npm run demo:reset and start it again', rule: 'mode', source: PLATFORM },
  demoHereOnly:         { status: 403, zh: '演示按钮只在运行演示的这台电脑上能用；要让局域网里的人也能用，用 npm start -- --demo-open 启动', en: 'The demo’s buttons work on the machine that runs it only; to open them to the network, start it with npm start -- --demo-open', rule: 'mode', source: PLATFORM },
  clockGoesForward:     { status: 409, zh: '演示的钟只能往后拨，一次最多一年', en: 'The demo’s clock only goes forward, a year at most at a time', rule: 'mode', source: PLATFORM },
})

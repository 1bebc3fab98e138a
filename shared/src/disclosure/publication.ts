/** 公开内容: the linter that keeps personal data out of notices, and the resolution's notice made from the data. */
import { dateToInstant } from '../words/days.ts'
import { isIdNumber } from '../words/idnumber.ts'
import { mask } from '../words/masking.ts'
import { yuan } from '../words/money.ts'
import { CHOICES } from '../words/vocabulary.ts'

export type FindingKind = 'idNumber' | 'bankCard' | 'phone' | 'namedBallot' | 'privateFact'
export type Finding = { kind: FindingKind; at: number; masked: string; zh: string; en: string }

// biome-ignore format: one row, one kind
const KINDS = {
  idNumber:   { zh: '身份证号', en: 'an ID number' },
  bankCard:   { zh: '银行卡号', en: 'a bank card number' },
  phone:      { zh: '完整手机号', en: 'a full phone number' },
  namedBallot: { zh: '个人投票情况', en: "a person's ballot" },
  privateFact: { zh: '个人病情或家庭困难', en: "a person's health or hardship" },
} as const satisfies Record<FindingKind, { zh: string; en: string }>

/** Digits with single spaces or dashes between them are read as one number. */
const NUMBERS = /(?<![\dA-Za-z])\d(?:[ -]?\d){9,20}(?:[ -]?[Xx])?(?![\dA-Za-z])/g

/** 检查: what may not stand in a public text. `names` are persons of the village, whose ballots are looked for by name. */
export function lintPublicText(text: string, options: { names?: readonly string[] } = {}): Finding[] {
  const plain = text.normalize('NFKC')
  const findings: Finding[] = []
  for (const match of plain.matchAll(NUMBERS)) {
    const kind = kindOfNumber(match[0].replace(/[ -]/g, ''))
    if (kind) findings.push(finding(kind, match.index, match[0]))
  }
  for (const match of namedBallots(plain, options.names ?? []))
    findings.push(finding('namedBallot', match.at, match.text))
  for (const match of privateFacts(plain)) findings.push(finding('privateFact', match.at, match.text))
  return findings.sort((a, b) => a.at - b.at)
}

const finding = (kind: FindingKind, at: number, text: string): Finding => ({
  kind,
  at,
  masked: mask(kind === 'namedBallot' || kind === 'privateFact' ? 'name' : kind, text),
  ...KINDS[kind],
})

function kindOfNumber(digits: string): FindingKind | null {
  if (looksLikeId(digits)) return 'idNumber'
  if (/^1\d{10}$/.test(digits)) return 'phone'
  if (/^\d{16,19}$/.test(digits) && passesLuhn(digits)) return 'bankCard'
  return null
}

/** Eighteen characters with a real birth date or a right check digit; fifteen digits with a real birth date. */
function looksLikeId(text: string): boolean {
  if (/^\d{17}[\dXx]$/.test(text)) {
    const day = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`
    return isIdNumber(text) || (/^(19|20)/.test(day) && isRealDay(day))
  }
  return (
    /^[1-9]\d{14}$/.test(text) &&
    isRealDay(`19${text.slice(6, 8)}-${text.slice(8, 10)}-${text.slice(10, 12)}`)
  )
}

function isRealDay(day: string): boolean {
  try {
    dateToInstant(day)
    return true
  } catch {
    return false
  }
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const twice = digit * 2
    sum += i % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice
  }
  return sum % 10 === 0
}

const SURNAMES =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元顾孟平黄穆萧尹姚邵湛汪祁毛狄米贝臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘缪解应宗丁宣邓郁单杭洪包左石崔吉龚程邢裴陆荣翁荀羊惠甄曲家封储靳井段巫乌焦巴牧山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔阴胥苍双闻莘党翟谭贡劳姬申扶堵冉宰雍桑桂牛寿通边扈燕冀尚农温别庄晏柴瞿阎连习艾容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养丰巢关相查后荆红游竺权盖益桓公仉督岳帅'
/** Words of procedure that begin like a surname and are none. */
const NOT_NAMES =
  /^(方案|全体|全部|应到|公示|章程|成员|相关|单位|农户|通过|双方|后续|何人|平均|安排|任何|解释|包括|从未|向会议|连续|都|应|宁愿|通知|居民|师生|文本|空白|利害|国家|广大|满|家庭|全村|全组)/

/** What may stand between a name and a choice; it is looked for first, so that no text is read twice. */
const GAP = /(?:[\s:：,，|、]|投下|投了?|表示)+/g
const VERBS = /^(?:投下|投了?|表示)+/
const NAME = /(?<!\p{Script=Han})[\p{Script=Han}·]{2,4}$/u
/** Longer than any name, so that what stands before it is seen. */
const NAME_LENGTH = 10
/** A choice that is not followed by a figure ("赞成26票"). */
const CHOICE = /(?:了|出)?(?:赞成|同意|反对|不同意|弃权)(?!\s*[\d:：])/y

/** A name, then separators or verbs, then a choice. */
function* choicesBehindNames(text: string): Generator<{ at: number; name: string }> {
  for (const { 0: gap, index } of text.matchAll(GAP)) {
    CHOICE.lastIndex = index + gap.length
    if (!CHOICE.test(text)) continue
    // "张表示：同意": a verb may as well be read as a name's end.
    const verbs = VERBS.exec(gap)?.[0].length ?? 0
    for (const end of verbs < gap.length ? [index, index + verbs] : [index]) {
      const name = NAME.exec(text.slice(Math.max(0, end - NAME_LENGTH), end))?.[0]
      if (name) yield { at: end - name.length, name }
    }
  }
}

/** The same behind a name that is known. */
const CHOSEN = /^[\s:：,，|、()（）]*(?:投了?|表示|举手)*(?:了|出)?(?:赞成|同意|反对|不同意|弃权)(?!\s*\d)/

function namedBallots(text: string, names: readonly string[]): Array<{ at: number; text: string }> {
  const found = new Map<number, string>()
  for (const { at, name } of choicesBehindNames(text))
    if (SURNAMES.includes(name[0] ?? '') && !NOT_NAMES.test(name)) found.set(at, name)
  for (const name of names) {
    if (name.length < 2) continue
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const after = text.slice(at + name.length, at + name.length + 8)
      if (CHOSEN.test(after) && !found.has(at)) found.set(at, name)
    }
  }
  return [...found].map(([at, name]) => ({ at, text: name }))
}

/**
 * 张三（…，低保户，…），张三患肝癌: a name, and of this person what is nobody's business. The signs before are few, so that
 * no text is read twice.
 */
const OF_A_PERSON =
  /([\p{Script=Han}·]{2,4})(?:[（(](?:[^（()）\n]{0,60}[，,、；;])?(?:\p{Script=Han}{0,3}癌|艾滋病?|白血病|尿毒症|精神病|精神分裂症?|抑郁症|[一二三四]级残疾|低保户?|五保户?|吸毒|服刑|有前科)(?=[，,、；;（()）])|(?:身?患有?|得了|确诊为?)(?:\p{Script=Han}{0,3}癌|艾滋病?|白血病|尿毒症|精神病|精神分裂症?|抑郁症|[一二三四]级残疾))/gu

function privateFacts(text: string): { at: number; text: string }[] {
  return [...text.matchAll(OF_A_PERSON)].flatMap(({ 1: before = '', index }) => {
    // "由张三（…": the name is what the last signs make one.
    for (const length of [3, 2]) {
      const name = before.slice(-length)
      if (name.length === length && SURNAMES.includes(name[0] ?? '') && !NOT_NAMES.test(name))
        return [{ at: index + before.length - length, text: name }]
    }
    return []
  })
}

export type NoticeData = {
  villageName: string
  /** Never called a resolution when it is a committee matter. */
  track: 'full' | 'committeeMatter'
  title: string
  number: string
  versionNumber: number
  sittings: ReadonlyArray<{
    stepName: string
    assemblyName: string
    date: string
    entitled: number
    present: number
    inHall: number
    online: number
    for: number
    against: number
    abstain: number
    /** Null: told with the abstentions. */
    invalid: number | null
    notCast: number
    /** Of the ballots, how many were hands counted together. */
    hands?: number
    /** How those recused stand to the base; empty: nobody was. */
    recusedZh?: string
    ruleZh: string
    outcomeZh: string
  }>
  text: string
  questions?: ReadonlyArray<{ text: string; adopted: boolean }>
  budget: ReadonlyArray<{ label: string; fen: number }>
  executor: string | null
  /** Left out: it is told beside the words, once it is given. */
  oversightNote?: string | null
  legalBasis: readonly string[]
  objectionChannel: string
  from: string
  lastDay: string
  signer: string
}

/** 决议公开: heading and lines, made from the data; the same on page, paper and board. */
export function resolutionNotice(data: NoticeData): { heading: string; lines: string[]; text: string } {
  const isMatter = data.track === 'committeeMatter'
  const heading = isMatter ? '两委商议事项公开' : '决议公开'
  const budgetTotal = data.budget.reduce((sum, line) => sum + line.fen, 0)
  const lines = [
    `${data.villageName}　${data.number}`,
    `事项：${data.title}（第${data.versionNumber}稿）`,
    ...data.sittings.map(
      (one) =>
        `${one.stepName}：${one.date}，${one.assemblyName}应到${one.entitled}人，到会${one.present}人（现场${one.inHall}人、线上${one.online}人）；` +
        `${CHOICES.for.zh}${one.for}票、${CHOICES.against.zh}${one.against}票、${one.invalid === null ? `${CHOICES.abstain.zh}或无效${one.abstain}票` : `${CHOICES.abstain.zh}${one.abstain}票、无效${one.invalid}票`}、未投${one.notCast}人${one.hands ? `（其中举手${one.hands}人）` : ''}；${one.recusedZh ? `${one.recusedZh}；` : ''}${one.ruleZh}；${one.outcomeZh}。`,
    ),
    `${isMatter ? '商议意见' : '决议内容'}：${data.text}`,
    ...(data.questions ?? []).map(
      (one, i) => `第${i + 1}项：${one.text}（${one.adopted ? '通过' : '未通过'}）`,
    ),
    ...(data.budget.length > 0
      ? [
          `资金：${data.budget.map((line) => `${line.label}${yuan(line.fen)}元`).join('；')}；合计${yuan(budgetTotal)}元`,
        ]
      : []),
    ...(data.executor ? [`组织实施：${data.executor}`] : []),
    ...(data.legalBasis.length > 0 ? [`依据：${data.legalBasis.join('；')}`] : []),
    ...(data.oversightNote === undefined
      ? []
      : [`监督意见：${data.oversightNote ?? '村务监督委员会在审核期内未提出意见，已记录'}`]),
    `公示时间：${data.from}至${data.lastDay}。对以上内容有异议的，可在${data.lastDay}前通过${data.objectionChannel}提出。`,
    data.signer,
  ]
  return { heading, lines, text: [heading, ...lines].join('\n') }
}

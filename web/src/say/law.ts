import { sourceZh } from '@cunyi/shared/law/citation.ts'

/** Laws, rules and methods of work as English names them; longer names stand before those they hold. */
const NAMES: Readonly<Record<string, string>> = {
  河南省实施村委会组织法办法: 'Henan’s measures for the Organic Law of Villagers’ Committees',
  浙江省实施村委会组织法办法: 'Zhejiang’s measures for the Organic Law of Villagers’ Committees',
  浙江省实施办法: 'Zhejiang’s measures for the Organic Law of Villagers’ Committees',
  重庆市实施村委会组织法办法: 'Chongqing’s measures for the Organic Law of Villagers’ Committees',
  重庆市实施办法: 'Chongqing’s measures for the Organic Law of Villagers’ Committees',
  山东省实施村委会组织法办法: 'Shandong’s measures for the Organic Law of Villagers’ Committees',
  '浙江、重庆实施办法': 'the measures of Zhejiang and Chongqing',
  浙江省村务联席会议做法: 'Zhejiang’s practice of joint meetings on village affairs',
  村委会组织法: 'the Organic Law of Villagers’ Committees',
  城市居委会组织法: 'the Organic Law of Urban Residents’ Committees',
  农村集体经济组织法: 'the Law on Rural Collective Economic Organizations',
  农村土地承包法: 'the Law on Land Contract in Rural Areas',
  土地管理法: 'the Land Administration Law',
  个人信息保护法: 'the Personal Information Protection Law',
  电子签名法: 'the Electronic Signature Law',
  社会救助法: 'the Social Assistance Law',
  社会保险法: 'the Social Insurance Law',
  行政处罚法: 'the Administrative Penalty Law',
  '国办函〔2026〕12号': 'letter No. 12 of 2026 of the State Council’s General Office',
  中国共产党章程: 'the Constitution of the Communist Party of China',
  支部工作条例: 'the Party’s Regulations on the Work of Branches',
  村级档案管理办法: 'the Measures for Village Records',
  乡镇档案保管期限表: 'the table of retention periods of townships',
  村民一事一议筹资筹劳管理办法: 'the Measures for raising money and labour case by case',
  一事一议筹资筹劳办法: 'the measures for raising money and labour case by case',
  四议一审两公开等地方做法: 'local practice (“four deliberations, one review, two disclosures”)',
  四议两公开地方文本: 'local texts of the six steps',
  四议两公开工作法: 'the method of the six steps',
  各项补贴办法: 'the measures for each subsidy',
  票决制文本: 'local texts on voting by ballot',
  新野县线上运用做法: 'Xinye County’s practice of meeting online',
  西平县做法: 'Xiping County’s practice',
  一个乡镇的做法: 'the practice of one township',
  地方文本: 'local texts',
  几笔算多: 'how many entries are many',
  平台默认: 'this platform’s own value',
  平台规则: 'a rule of this platform',
  本村决议: 'a resolution of this village',
  本村规则: 'a rule of this village',
  登记表二: 'registration form 2',
  额度档: 'bands of amounts',
  须由居民公约规定: 'the residents’ covenant must provide for it',
  须由村民自治章程规定: 'the village charter must provide for it',
  须由章程规定: 'the charter must provide for it',
}
/** What stands after an article or a name, in brackets or after a colon. */
const NOTES: Readonly<Record<string, string>> = {
  不能到现场的: 'who cannot come',
  '遇有特殊情况，可以临时通知': 'at short notice in special circumstances',
  少数服从多数: 'the minority follows the majority',
  财务往来较多的每月公布: 'monthly where much is spent',
  三分之二: 'two thirds',
  会前3天: 'three days before',
  党员总数: 'of all Party members',
  全体代表: 'of all representatives',
  一般20天以内: 'as a rule within 20 days',
  可按本地文件修改: 'may be changed by local texts',
  正式党员不足7人可不设: 'none needed below seven full members',
  '3天': 'three days',
  无记名: 'secret',
  local: 'local',
  随时公布读作10天: '“at any time” read as 10 days',
  本地规定: 'local rules',
  各省: 'each province',
  '2万元以上工程': 'works of ¥20,000 and more',
  验收单至少5人: 'at least five sign the acceptance',
}
const LAW = /^(.+?) (arts?|ch\.) ([\d(),–\s]+?(?:, \d+ para \d+| para \d+)?)((?:（|：).*)?$/
const REST = /^([^（：]+)(（.*）|：.*)?$/

const noteEn = (note: string | undefined): string => {
  if (!note) return ''
  const inside = note.replace(/^[（：]|）$/g, '')
  if (inside.startsWith('比照')) return ` (after ${partEn(inside.slice(2))})`
  return ` (${NOTES[inside] ?? inside})`
}
function partEn(part: string): string {
  // A name with a comparison in brackets has the article inside them.
  const [, name = '', kind = '', list = '', note] = part.includes('（比照') ? [] : (LAW.exec(part) ?? [])
  if (name) {
    const articles = list.replace(/ para (\d+)/, ', para. $1,')
    const which = kind === 'ch.' ? 'Ch.' : /[,–]/.test(list) ? 'Arts.' : 'Art.'
    return `${which} ${articles} of ${NAMES[name] ?? name}${noteEn(note)}`
  }
  const whole = part.split('，').map((one) => NAMES[one] ?? NOTES[one])
  if (whole.every(Boolean)) return whole.join(', ')
  const [, plain = part, more] = REST.exec(part) ?? []
  return `${NAMES[plain] ?? plain}${noteEn(more)}`
}
const sourceEn = (source: string): string =>
  source
    .split('；')
    .map((part) => partEn(part.trim()))
    .join('; ')

/**
 * 法律条文: our tables name a source as `村委会组织法 arts 26, 30；…`; a Chinese sentence says 《村民委员会组织法》第二十六条、
 * 第三十条, an English one "Arts. 26, 30 of the Organic Law of Villagers' Committees".
 */
export const lawInWords = (source: string, chinese: boolean): string =>
  chinese ? sourceZh(source) : sourceEn(source)

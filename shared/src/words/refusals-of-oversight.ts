/** 督导的拒绝: schemes, ranks, findings, bulletins. */
import { PLATFORM, rows } from './refusal-row.ts'

const FORMALISM = '国办函〔2026〕12号'
// biome-ignore format: one row, one refusal
export const oversight = rows({
  schemeDocumentMissing: { status: 422, zh: '考评办法要写明依据的文件', en: 'A scheme names the document that allows it', rule: 'schemes', source: FORMALISM },
  schemeIndicatorTwice:  { status: 422, zh: '指标{indicator}写了两次', en: 'Indicator {indicator} is there twice', rule: 'schemes', source: PLATFORM },
  schemeNeverScored:     { status: 422, zh: '指标{indicator}只供查看，不能计分', en: 'Indicator {indicator} is shown and never scored', rule: 'schemes', source: FORMALISM },
  schemeWeight:          { status: 422, zh: '每个指标的权重是大于0的整数，至少要有一个指标', en: 'Each weight is a whole number above 0, and there is at least one indicator', rule: 'schemes', source: PLATFORM },
  schemeItemTwice:       { status: 422, zh: '加减分项“{item}”写了两次', en: 'Item “{item}” is there twice', rule: 'schemes', source: PLATFORM },
  schemeItemDocument:    { status: 422, zh: '“{item}”要写明依据的文件', en: '“{item}” names its document', rule: 'schemes', source: PLATFORM },
  schemeItemPoints:      { status: 422, zh: '“{item}”的分值要大于0，上限不能小于分值', en: 'The points of “{item}” are above 0, and its cap is not below them', rule: 'schemes', source: PLATFORM },
  schemeFrom:            { status: 422, zh: '考评办法从下一期起用：已经开始的一期不能改', en: 'A scheme is used from the next period on: one that has begun keeps its own', rule: 'schemes', source: PLATFORM },
})

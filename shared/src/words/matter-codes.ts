/**
 * 十项事项: a default list that a county may change by its own paper. Apart from the vocabulary, as a first visit on a
 * phone has no need of it.
 */
export const MATTER_CODES = {
  M01: { zh: '村民自治章程、村规民约', en: 'Village charter and village rules' },
  M02: { zh: '发展规划、年度计划', en: 'Development plan, yearly plan' },
  M03: { zh: '公益事业、基础设施建设及发包', en: 'Public works and their contracting' },
  M04: { zh: '筹资筹劳', en: 'Raising money or labour from households' },
  M05: { zh: '集体资产购建、发包、租赁、处置', en: 'Collective assets' },
  M06: { zh: '集体土地承包、流转、宅基地方案', en: 'Collective land, homestead schemes' },
  M07: { zh: '集体借贷、投资、收益分配', en: 'Collective loans, investment, distribution' },
  M08: { zh: '征地补偿费分配', en: 'Distribution of land compensation' },
  M09: { zh: '救助帮扶对象评议、补贴发放', en: 'Relief and subsidies' },
  M10: { zh: '误工补贴、村级报酬及其他切身利益事项', en: 'Allowances and other vital interests' },
} satisfies Record<string, { zh: string; en: string }>
export type MatterCode = keyof typeof MATTER_CODES

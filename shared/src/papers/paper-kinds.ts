/** 材料: the papers of a matter, each with the name that stands on it. `step` is the one of the six it belongs to; 0: none. */
// biome-ignore format: one row, one paper
export const PAPER_KINDS = {
  register1:        { step: 1, zh: '登记表一（村党支部提议）',   en: 'Register form 1 (branch proposal)' },
  register2:        { step: 2, zh: '登记表二（村“两委”商议）',   en: 'Register form 2 (committees)' },
  register3:        { step: 3, zh: '登记表三（党员大会审议）',   en: 'Register form 3 (party review)' },
  register4:        { step: 4, zh: '登记表四（村民决议）',       en: 'Register form 4 (resolution)' },
  register5:        { step: 5, zh: '登记表五（决议公开）',       en: 'Register form 5 (disclosure)' },
  register6:        { step: 6, zh: '登记表六（实施结果公开）',   en: 'Register form 6 (outcome)' },
  notice:           { step: 0, zh: '会议通知',                   en: 'Notice of meeting' },
  signInSheet:      { step: 0, zh: '会议签到表',                 en: 'Sign-in sheet' },
  proxies:          { step: 0, zh: '委托书',                     en: 'Proxies' },
  ballotSlips:      { step: 0, zh: '表决票',                     en: 'Ballot slips' },
  countSheet:       { step: 0, zh: '计票单',                     en: 'Count sheet' },
  resultReport:     { step: 0, zh: '表决结果报告单',             en: 'Report of the result' },
  minutes:          { step: 0, zh: '会议记录',                   en: 'Minutes' },
  reviewOpinion:    { step: 3, zh: '党员大会审议意见',           en: 'Opinion of the party review' },
  resolution:       { step: 4, zh: '决议书',                     en: 'Resolution' },
  opinionForm:      { step: 4, zh: '评议意见表',                 en: 'Opinion form' },
  resolutionPoster: { step: 5, zh: '决议公开公告',               en: 'Poster of the resolution' },
  objection:        { step: 5, zh: '异议登记表',                 en: 'Objection' },
  objectionReply:   { step: 5, zh: '异议答复书',                 en: 'Reply to an objection' },
  acceptance:       { step: 6, zh: '验收单',                     en: 'Acceptance sheet' },
  account:          { step: 6, zh: '预算与支出对照表',           en: 'Budget against actual' },
  outcomePoster:    { step: 6, zh: '实施结果公开公告',           en: 'Poster of the outcome' },
  yearList:         { step: 0, zh: '年度事项清单',               en: 'The year’s matters' },
} as const
export type PaperKind = keyof typeof PAPER_KINDS
export const PAPER_KIND_KEYS = Object.keys(PAPER_KINDS) as [PaperKind, ...PaperKind[]]

/** 格式: for printing and for going on with. */
export const PAPER_FORMATS = ['pdf', 'docx'] as const
export type PaperFormat = (typeof PAPER_FORMATS)[number]

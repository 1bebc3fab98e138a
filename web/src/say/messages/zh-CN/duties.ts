export default {
  title: '应办事项',
  help: '事情一发生就记下办结日期，办完自动划掉。',
  late: '已经逾期',
  next: '接下来要办',
  lateSum: '有 {n} 件逾期',
  noneLate: '没有逾期的事',
  nothingNext: '现在没有要办的事。',
  lateN: '逾期 {n} 天',
  township: '由乡镇办理',
  county: '由县级办理',
  rule: '依据：{rule}（{source}）',
  ownRule: '平台默认的提醒，不计入考评',
}

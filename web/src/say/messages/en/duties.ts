export default {
  title: 'What is due',
  help: 'Each day is written down when the matter arises, and struck off once it is done.',
  late: 'Late',
  next: 'Due next',
  lateSum: '{n} late',
  noneLate: 'Nothing is late',
  nothingNext: 'Nothing is due now.',
  lateN: '{n} days late',
  township: 'For the township',
  county: 'For the county',
  rule: 'By: {rule} ({source})',
  ownRule: "A reminder by the platform's own default, never scored",
}

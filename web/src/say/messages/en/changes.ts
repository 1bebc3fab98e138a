export default {
  title: 'What changed in the text',
  help: 'Where the text that was decided on differs now. Whether it is mere wording is judged by the oversight committee (at Party meetings by its tellers), not by whoever wrote it.',
  toMatter: 'Back to the matter',
  none: 'The text has not changed since it was decided on.',
  against: 'Against version {n}, on which this body decided: {assembly}',
  againstVersion: 'Against version {n}',
  by: 'Proposed by {name},',
  reason: 'reason: {reason}',
  objection: 'Somebody says that it is more than wording: {ground}',
  waits: 'Waits to be judged. If nobody judges in time it counts as substantive and goes back to step 2.',
  waitsInSitting:
    'Waits to be judged; if one person here says that it is more than wording, it is substantive.',
  objectUntil: 'If it is more than wording, say so until',
  object: 'More than wording',
  objectText:
    'Your word alone makes it substantive: it goes back to the two committees and is decided again. Your name stays on record.',
  objected: 'Said; it counts as substantive',
  why: 'What is more than wording',
  withdraw: 'Take this change back',
  yuan: ' yuan',
  mu: ' mu',
  fact: { amount: 'Money', area: 'Area', dueOn: 'To be finished by', choosing: 'How a contractor is found' },
}

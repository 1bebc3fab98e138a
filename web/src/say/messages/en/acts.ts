export default {
  title: 'Waiting for my word',
  help: 'What needs two persons: one proposes, another confirms on his own phone; only then is it done. If nobody does, it lapses.',
  forMe: 'Please confirm',
  none: 'Nothing waits for you now.',
  about: 'About:',
  by: 'Proposed by {name} ({as})',
  reason: 'Reason: {reason}',
  due: 'Please before',
  pollOf: 'The poll of: {assembly}',
  notPresent: 'Was not there after all: {names}',
  present: 'Was there after all: {names}',
  wrongfulBallots: 'Ballots that should not count: {names}',
  paperAgain: 'The slips counted again',
  yes: 'True, confirm',
  no: 'I do not agree',
  takeDown: 'Take it down',
  or: ' or ',
  waitsFor: 'Waits for: {who}',
  done: 'What I had a part in',
  ground: 'Said: {ground}',
  sure: '{name}: it takes effect at once, with both names on record.',
  sayWhy: 'Please say why; it stays on record.',
  why: 'Reason',
  what: {
    returnSlip:
      'This person gives back an unused slip and may then vote by phone. Confirm only when you have seen the slip.',
    setAsideEnvelope: 'One ballot of this person is set aside unopened. He is told, and may vote anew.',
    castAssisted:
      'You were there and heard what the person said; it was read back, and the person said yes. Do not confirm what you did not hear.',
    assistedByPhone:
      'You heard on the telephone what the person said; it was read back, and the person said yes. Do not confirm what you did not hear.',
    recountPoll:
      'Votes are counted anew on corrected facts; the resolution may change. Please check the grounds first.',
  },
}

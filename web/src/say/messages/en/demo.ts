/** Nothing of this is seen in any other mode. */
export default {
  banner: 'Demo, all invented.',
  outbox: 'Texts',
  start: 'Start here',
  today: 'Now, in the demo: {at}',
  ahead: '({n} days ahead of the real time)',
  next: 'To the next point in time',
  nextIs: 'Next: {at} {what}',
  nextNone: 'Nothing is left on the calendar to wait for.',
  what: {
    meetingOpens: 'the meeting “{title}” opens',
    pollEnds: 'the vote on “{title}” ends',
    disclosureEnds: 'the disclosure of “{title}” ends',
  },
  pick: 'To which day',
  move: 'Move the clock',
  moving: 'What falls due on the way is being done …',
  machine: 'Time machine, now at {at}',
  machineHelp:
    'No need to wait fifteen days of disclosure or the days of a notice: move the clock forward, and all that falls due on the way is done as it would be. Forward only.',
  old: 'This demo was made {n} days ago; its meetings and disclosures are over. Stop the server, run npm run demo:reset and start it again for a new one.',
  rolesTitle: 'Straight into the demo, without a code',
  rolesHelp: 'Choose somebody to enter as him. Come back to this page at any time to be somebody else.',
  enter: 'Enter as {role}',
  tasksTitle: 'Start here',
  taskVote: 'Vote from far away',
  taskVoteHelp:
    'The repair of the village clinic is being voted on. As a representative away from home: sign in online, choose, confirm, keep the receipt.',
  taskDraft: 'Draft a matter',
  taskDraftHelp: 'As the clerk: a title and a sum, and see which way it takes and who is next.',
  taskProof: 'See the board, take a package home',
  taskProofHelp:
    'Without log-in: what hangs, what was decided, what it cost; what is archived can be downloaded and checked.',
  handNumbers:
    'To log in by a code: the number stands behind each name, the code among the demo’s texts, the PIN is 246801.',
  hereOnly:
    'Entering straight away and the time machine work on the machine that runs the demo only. Here, log in by a number: a representative away from home 10000000006, a villager 10000000012; the code is among the demo’s texts.',
  more: '{n} more roles',
}

export default {
  title: 'Waiting for my word',
  help: 'What needs two persons: one proposes, another confirms on his own phone; only then is it done. If nobody does, it lapses or goes to the township.',
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
  countAgain: 'Counted again by {names}, each on his own.',
  leftOut: 'To be left out: {kind}',
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
  judged: {
    title: 'Your yes or no is asked for',
    help: 'More than half of the oversight committee must agree. A no, or silence until the day, leaves the stricter way.',
    helpBranch:
      'Confirmed once more than half of the branch committee’s members, without those recused, say yes. Who does not answer has not confirmed.',
    others: 'Questions and how far they are',
    by: 'Asked by {name}',
    from: 'Now: {text}',
    to: 'Changed to: {text}',
    why: 'Reason given: {text}',
    ifYes: 'Yes: {text}',
    ifNo: 'No: {text}',
    progress: '{judged} of {members} have judged',
    yes: 'Yes',
    no: 'No',
    sure: 'You say yes: {text}. It cannot be changed, and stands with your name.',
    sureNo: 'You say no: {text}. Please say why; it is kept.',
    mine: { yes: 'I said yes', no: 'I said no' },
    open: 'Open the matter',
  },
  early: 'Posted, or the person may speak; it can be confirmed from',
  contest: 'I do not agree',
  contestText: 'Say why you do not agree. The township then decides, no longer the oversight committee.',
  office: {
    appoint: 'To be recorded as',
    end: 'To end as',
    handOver: 'Term handed over:',
    comes: 'Elected: ',
    goes: 'Term ends: ',
    term: 'Term: {from} to {to}',
    noEnd: 'open',
    lastDay: 'Last day: {day}',
    households: 'Stands for {n} households',
    ground: 'Ground: ',
    contested: 'The person does not agree: {why}',
    paper: 'Look at the paper',
    no: 'Why not',
  },
  correction: '{kind}; ground: {ground}',
  seePaper: 'See the paper',
  rename: '{from} becomes {to} ({full}), by {number}',
  collective: 'Registration number {number}, registered on {day}',
  move: {
    whole: 'The whole village becomes part of {to}: {households} households, {people} people',
    part: '{groups} go over to {to}: {households} households, {people} people',
    approval: 'Approval {number}, from {day}',
    resolution: 'Resolution of the villagers’ assembly:',
    undecided:
      '{n} matters have no resolution yet. No further meeting is convened in the old village: what was not noticed is withdrawn and put forward anew.',
  },
  entry: {
    signIn: 'Sign-in by mistake: never came',
    leave: 'Leaving by mistake: had not left',
    excuse: 'Excuse by mistake',
    recusal: 'Recusal by mistake',
  },
  kinds: {
    add: 'Put on the roll',
    strike: 'Struck from the roll',
    vote: 'Given the vote',
    noVote: 'Without a vote',
    representative: 'Stands for the household now',
  },
  notMine: 'I did not ask for it',
  phone: 'Phone:',
  idNumber: 'ID number:',
  itsNumber: 'The number on the roster:',
  noNumber: 'none',
  since: 'Registered:',
  oldSaidYes: 'The old number has answered: it is his own wish.',
  listOf: 'A list of {n}',
  listLength: '{n} entries. Read the list to its end, then confirm.',
  openList: 'Open the list',
  readOn: 'Read on ({n} more)',
  listEnd: 'This is the end of the list.',
  unread: 'The list has not been read to its end. It can be confirmed after that.',
  isNew: 'new',
  empty: 'empty',
  identity: 'Identity call',
  identityHelp:
    'For somebody whose new number cannot vote yet. Call him, see and hear that it is him; then a representative of another family says the same on his own phone.',
  identityWaits:
    'Noted. Now a representative of another family sees and hears him too, and confirms on his own phone under “Please confirm”.',
  whoIsIt: 'Who is it?',
  hisName: 'Name',
  household: 'household {n}',
  nobodyToIdentify: 'Nobody of this name has a number that waits.',
  sawHim: 'I have seen and heard him',
  identitySure:
    '{name}, number {phone}: you are talking with him now, and have seen and heard that it is him. Your name stays on record.',
  sheetOf: 'Signed on paper: ',
  sheetPaper: 'See the sheet',
  paperOf: { issued: 'Issued', for: 'For', against: 'Against', abstain: 'Abstain', invalid: 'Invalid' },
  danger: {
    began: 'It began: ',
    why: 'Why no meeting could be waited for: {why}',
    cost: 'Spent so far: {cost} yuan',
    late: 'Reported after more than its hours',
  },
  helpers: { heldOn: 'Helpers named by the representatives on {day}:', minutes: 'See the minutes' },
  oneEntry: 'One person’s entry',
  merge: { stays: 'Stays', goes: 'Goes' },
  what: {
    returnSlip:
      'This person gives back an unused slip and may then vote by phone. Confirm only when you have seen the slip.',
    setAsideEnvelope: 'One ballot of this person is set aside unopened. He is told, and may vote anew.',
    castAssisted:
      'You were there and heard what the person said; it was read back, and the person said yes. Do not confirm what you did not hear.',
    assistedByPhone:
      'You heard on the telephone what the person said; it was read back, and the person said yes. Do not confirm what you did not hear.',
    extraStep: 'You have seen that this step was taken, and its record. If not, do not confirm.',
    contestClass:
      'The village holds that this objection, which is about the oversight committee, is of another class. With a yes it is handled so; no or silence leaves the class of whoever objected.',
    correctRoll:
      'Look at the paper first; confirm only what it shows. The roll changes, and all who are on it are told.',
    withdrawEntry:
      'Confirm only if it was a mistake. The person is told and may sign in again; both entries stay on record.',
    changeNumber:
      'The number of this person is replaced. Ask him first whether he really has another; the old number has been told.',
    mergePeople:
      'Both records are one person. One stays as it is; the other is on no roll to come, and what it did stays on record. Make sure it is one person.',
    identityCall:
      'You have yourself seen and heard this person, it is him, and this is the number he uses. Do not confirm without a call of your own.',
    paperCode:
      'You hand the sealed slip to this person yourself. Confirm when it is in his hand; only then it is good.',
    invalidCount:
      'You have counted this heap, and it cannot be made to agree. If both tellers say so the poll is void; if one says no, two new tellers count it.',
    importList:
      'These changes touch log-in, the right to vote, death, departure or an office. They hold once you confirm; until then the old entries do.',
    recountPaper:
      'Count the paper again yourself. Confirm if it comes to these figures; if not, say no and where it differs.',
    recountPoll:
      'Votes are counted anew on corrected facts; the resolution may change. Please check the grounds first.',
    officeOfParty:
      'Check the paper of the Party: person, office and days. Whom it chose is its own affair; only the paper is looked at.',
    officeOfVillage:
      'Check the paper of the election: person, office and days. Whom they chose is the villagers’ affair; only the paper is looked at.',
    officeOfOversight:
      'Check the minutes of the election: person, office and days, and that neither he nor a near relative is on the village committee.',
    officeOfCollective:
      'Check the paper of the members: person, office and days. A supervisor is nobody of the board or its accounts, nor their near relative.',
    endSeat:
      'Check the paper: his own resignation, his households’, or his death. He has been told and may say that he does not agree.',
    handOver:
      'Check the paper of the election: persons, offices and days. With your yes the term before ends.',
    handOverOversight:
      'Check the paper of the election. Who was elected has been posted for three days and told to all representatives; nobody of the village committee, nor a near relative, can be. With your yes the term before ends.',
    clerkByTownship:
      'Nobody in the village is left to record offices. Check the paper; this person will keep the records for now.',
    acceptanceSheet: 'Look at the sheet first: did they sign it, are the names right? If in doubt, ask them.',
    registerCollective:
      'Check the certificate: name, number and day are those of this village’s collective. Matters submitted later are then its own; those before end as they began.',
    dangerToLife:
      'The village reports that danger was acted on at once. Find out whether life was in danger and no meeting could be waited for: if so, say yes; if not, say no with the reason. What it cost goes to the representatives either way.',
    nameHelpers:
      'Look at the minutes: are these the people whom the representatives named, no more and no fewer? If you are one of them, another member of the committee confirms it.',
    renameVillage:
      'Check the county’s approval: which name, by which paper. It holds at once: pages and new papers bear the new name, papers of before keep theirs.',
    moveVillage:
      'Check the county’s approval and the assembly’s resolution: which village, which groups, where to. It holds at once and is not undone; what was begun is finished by those who began it.',
    extendWindow:
      'The network was down in the village on the last day and people could not vote. If so, say yes: the window is longer by the hours asked, everybody on the roll is told, and it is so only once.',
    maskDisclosure:
      'These words are no longer public; the page says 〔略〕, who proposed it and who agreed. Facts of the resolution and names that are public cannot go. The days run on.',
    correctDisclosure:
      'Agree only if it is a slip of the pen and the meaning stays. The correction stands beside the notice and the days run on. If the meaning changes, it is posted anew.',
  },
}

export default {
  title: 'Keeping of records',
  help: 'How long the papers of a matter that has ended are kept, and until which day. Where there is a dispute or an inspection, hold them first: what is held is not destroyed, even when its time is over.',
  empty:
    'No matter has ended yet. When one has, it stands here with the day until which its papers are kept.',
  forEver: 'Kept for ever',
  until: 'Kept until {day}',
  due: 'Its time is over; it may be destroyed',
  held: 'Held',
  heldWhy: 'Why it is held: {reason}',
  proposed: 'A hold was proposed and waits for a second person. Until then nothing is destroyed either.',
  liftProposed: 'Lifting the hold was proposed and waits for a second person. Until then it stays held.',
  hold: 'Propose a hold',
  holdText:
    'A hold takes two persons: you propose it, another officer or a member of the oversight committee confirms it.',
  confirm: 'Confirm the hold',
  confirmText: 'You are the second person. Afterwards the papers of this matter may not be destroyed.',
  lift: 'Propose to lift the hold',
  liftText: 'Lifting takes two persons as well: you propose it, another one confirms it.',
  liftConfirm: 'Confirm the lifting',
  liftConfirmText: 'You are the second person. Afterwards what is past its time may be destroyed.',
  why: 'Why',
  done: {
    proposed: 'Proposed; it waits for a second person',
    held: 'Held',
    liftProposed: 'Proposed; it waits for a second person',
    lifted: 'The hold is lifted',
  },
}

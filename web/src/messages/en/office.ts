export default {
  meetings: 'Meetings',
  meetingsHelp: 'Those in session and called: conduct, sign in, count',
  draft: 'Draft a matter',
  draftHelp: 'Answer six questions and see which way it goes',
  acts: { editDraft: 'Go on drafting', conveneMeeting: 'Convene a meeting' },
}

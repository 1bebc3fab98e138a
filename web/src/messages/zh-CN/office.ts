export default {
  meetings: '会议',
  meetingsHelp: '正在开的、已通知的会议；主持、签到、计票',
  draft: '起草议题',
  draftHelp: '回答六个问题，看这件事该怎么走',
  acts: { editDraft: '继续起草', conveneMeeting: '召集会议' },
}

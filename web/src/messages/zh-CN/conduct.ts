export default {
  title: '主持会议', projectorTitle: '大屏', until: '线上截止', projector: '打开大屏', asMember: '我自己的投票页', quorum: '到会情况', end: '会议', endHall: '现场部分结束', adjourn: '休会', endMeeting: '散会', hallEnded: '现场部分已结束，线上到时间自动截止。', endHelp: '线上时段到时间自动截止；全部表决结束后可以散会。', adjournTo: '改到哪一天', adjournClock: '几点', reason: '理由', matter: '哪一件事',
  did: { hall: '现场部分已结束', meeting: '已散会', adjourn: '已休会', leave: '已记录离场', excuse: '已记录请假', recuse: '已记录回避' },
  ask: {
    hall: { title: '结束现场部分？', text: '现场不再签到、发票。线上时段照常到时间截止。', yes: '结束现场部分' }, meeting: { title: '散会？', text: '散会后会议不再变动，可以整理记录。', yes: '散会' }, adjourn: { title: '休会？', text: '还没开始的表决改到另一时间，名册不变；超过七天须重新通知。', yes: '休会' },
    open: { title: '开始表决？', text: '开始后文本固定，名册上的人就可以投票。', yes: '开始表决' }, close: { title: '结束表决？', text: '结束后不再收票，马上计票。不能撤回。', yes: '结束表决' }, invalid: { title: '宣布计票无效？', text: '本次表决作废，须另行通知开会。', yes: '宣布无效' },
    leave: { title: '{name} 离场了？', text: '表决开始前离场的，不再计入到会。', yes: '记录离场' }, excuse: { title: '{name} 请假？', text: '请写明请假的理由。', yes: '记录请假' }, recuse: { title: '{name} 回避？', text: '与事项有利害关系的人应当回避，不参加表决。', yes: '记录回避' },
  },
  secret: '无记名', named: '记名', chairOpens: '由主持人宣布开始。', open: '开始表决', opened: '表决已开始。', slipsOut: '已发出表决票 {n} 张', closesAt: '截止', noCounts: '结束前任何人都看不到票数。', close: '结束表决', counting: '正在计票：两名计票人各自清点，一致才算数。', sheet: { for: '赞成', against: '反对', abstain: '弃权', invalid: '废票', issued: '发出' }, enterSheet: '提交我的计票单', sheetsAgree: '两份一致，计票完成', waitingForSecond: '已收到，等另一名计票人', sheetsDiffer: '两份不一致，请重新清点', invalidCount: '计票无效', void: '本次表决作废：{reason}',
  enterHands: '举手录入（按姓名）', enterPaper: '签名票录入（按姓名）', enterHelp: '两名计票人各自录入，同一个人两次相同才计入。', nobodyInHall: '会场里没有待录入的人。', sendEntries: '提交 {n} 人', entered: '录入 {n} 人，已计入 {counted} 人，不一致 {unequal} 人',
  roll: '名册', filter: '只看', filters: { all: '全部', absent: '未到', notVoted: '到会未投', inHall: '现场', online: '线上', selfSignIn: '扫码签到待确认', notReached: '通知未送达' }, findName: '姓名', nobody: '没有这样的人。', states: { inHall: '现场', online: '线上', represented: '已委托', excused: '请假', left: '已离场', absent: '未到' }, noVote: '无表决权', recused: '回避', voted: '已投', hasSlip: '已领票', notReached: '通知未送达', signInHall: '现场签到', confirmSeen: '已见到本人', recordCall: '已打电话', leave: '离场', excuse: '请假', giveSlip: '发表决票', signedIn: '{name} 已签到', seen: '已确认 {name}', called: '已记录给 {name} 的电话', slipGiven: '已发票给 {name}',
  recuse: '回避',
  hallCode: '扫码签到', hallCodeAlt: '签到二维码，每二十秒更换', hallCodeHelp: '用自己的手机扫一扫。二维码每二十秒更换，一分钟内有效。',
  amendments: '修改意见', newAmendment: '记录一条修改意见', amendmentHelp: '写清原文和改后的文字。是否属实质修改由规则根据金额、面积、对象、期限、地点等判断。', movedBy: '谁提出的', oldText: '原来的文字', newText: '改成', newAmount: '改后的总金额（元）', touchesRights: '涉及村民的权利或者义务', recordAmendment: '记录', amendment: { editorial: '文字修改：采纳后可当场表决', substantive: '实质修改：采纳后退回两委商议' }, kind: { editorial: '文字修改', substantive: '实质修改' }, amendmentStatus: { moved: '待定', adopted: '已采纳', takenUp: '已采纳，退回', declined: '未采纳' }, adoptEditorial: '采纳', takeUp: '采纳，退回两委商议', decline: '不采纳',
  minutes: '会议记录', minutesHelp: '人数、票数、规则由系统从记录里生成；请补充发言要点。', gist: '发言要点', finalOpinion: '最终意见', keepMinutes: '保存记录', minutesKept: '记录已保存', signed: '已签名 {n} 人，还差 {missing} 人', signMinutes: '本人签名', dark: '黑底', light: '白底',
}

/**
 * 拒绝: the one list of refusals. Every refusal has a code, a sentence in both languages, the rule it rests on
 * and that rule's source. {placeholders} are filled by `params`; both languages name the same ones.
 * Add a row here and nowhere else.
 */

export type RejectionRow = { status: number; zh: string; en: string; rule: string; source: string }
const rows = <const T extends Record<string, RejectionRow>>(table: T) => table

const PLATFORM = '平台规则'
const VC = '村委会组织法'
const RCEO = '农村集体经济组织法'

// biome-ignore format: one row, one refusal
const access = rows({
  malformed:            { status: 400, zh: '请求内容不完整或格式不对', en: 'The request is incomplete or malformed', rule: 'request', source: PLATFORM },
  notSignedInToAccount: { status: 401, zh: '请先登录', en: 'Please log in first', rule: 'log-in', source: PLATFORM },
  sessionEnded:         { status: 401, zh: '登录已失效，请重新登录', en: 'Your log-in has ended; please log in again', rule: 'log-in', source: PLATFORM },
  forbidden:            { status: 403, zh: '您没有办理此事的权限', en: 'You have no right to do this', rule: 'office and act', source: PLATFORM },
  officeEnded:          { status: 403, zh: '您的任职已结束，不能再以此身份办理', en: 'Your office has ended; you cannot act for it any more', rule: 'office and act', source: PLATFORM },
  notForAdministrators: { status: 403, zh: '上级不能代替村里作决定', en: 'No authority above can decide in place of the village', rule: 'office and act', source: `${VC} art 6` },
  notFound:             { status: 404, zh: '没有找到', en: 'Not found', rule: 'request', source: PLATFORM },
  changedMeanwhile:     { status: 409, zh: '内容已被他人修改，请刷新后再试', en: 'Somebody else changed this meanwhile; reload and try again', rule: 'request', source: PLATFORM },
  alreadyDone:          { status: 409, zh: '已经办理过了', en: 'This has already been done', rule: 'request', source: PLATFORM },
  wrongCode:            { status: 401, zh: '验证码不对，还可以试{left}次', en: 'Wrong code; {left} tries left', rule: 'log-in', source: PLATFORM },
  codeExpired:          { status: 401, zh: '验证码已过期，请重新获取', en: 'The code has expired; ask for a new one', rule: 'log-in', source: PLATFORM },
  wrongPin:             { status: 401, zh: '密码不对，还可以试{left}次', en: 'Wrong PIN; {left} tries left', rule: 'log-in', source: PLATFORM },
  pinNeeded:            { status: 401, zh: '此手机号由多人共用或您担任职务，请输入本人密码', en: 'This phone is shared or you hold an office: enter your own PIN', rule: 'log-in', source: PLATFORM },
  pinNotSet:            { status: 409, zh: '请先用身份证号后六位设置本人密码', en: 'First set your PIN with the last six characters of your ID number', rule: 'log-in', source: PLATFORM },
  pinTooSimple:         { status: 422, zh: '密码须为六位数字，且不能是连号或同一数字', en: 'A PIN is six digits, not a run and not one digit repeated', rule: 'log-in', source: PLATFORM },
  tooManyTries:         { status: 429, zh: '试的次数太多，请{minutes}分钟后再试', en: 'Too many tries; try again in {minutes} minutes', rule: 'log-in', source: PLATFORM },
  rateLimited:          { status: 429, zh: '操作太频繁，请稍后再试', en: 'Too many requests; please wait a little', rule: 'rate limit', source: PLATFORM },
  unknownPhone:         { status: 404, zh: '村里名册上没有这个手机号，请联系村委会', en: 'No village roll has this phone number; ask your village office', rule: 'log-in', source: PLATFORM },
  phoneNotAllowedHere:  { status: 422, zh: '演示号码只能在演示环境使用', en: 'Demo phone numbers work only in the demo', rule: 'log-in', source: PLATFORM },
  linkUsedOrExpired:    { status: 410, zh: '链接已使用或已过期', en: 'The link was used or has expired', rule: 'log-in', source: PLATFORM },
  secondPersonNeeded:   { status: 409, zh: '此事须由另一人确认', en: 'A second person must confirm this', rule: 'two persons', source: PLATFORM },
  samePersonTwice:      { status: 409, zh: '两人须为不同的人', en: 'The two must be different persons', rule: 'two persons', source: PLATFORM },
  notReady:             { status: 503, zh: '系统暂时不能办理，请稍后重试', en: 'The system cannot do this just now; please try again', rule: 'service', source: PLATFORM },
  keyStoreUnavailable:  { status: 503, zh: '表决密钥无法保存，暂不能开始表决', en: 'The poll key cannot be kept; the poll cannot open now', rule: 'sealed ballot', source: PLATFORM },
  tooLateToCommit:      { status: 503, zh: '未能及时记录，请查看是否已投', en: 'It could not be recorded in time; check whether your ballot is there', rule: 'ballot time', source: PLATFORM },
  notInThisMode:        { status: 404, zh: '当前运行方式下没有此功能', en: 'Not available in this mode', rule: 'mode', source: PLATFORM },
})

// biome-ignore format: one row, one refusal
const people = rows({
  workbookUnreadable:     { status: 422, zh: '无法读取此表格文件，请使用下载的模板（.xlsx）', en: 'This workbook cannot be read; use the template (.xlsx)', rule: 'import', source: PLATFORM },
  workbookTooLarge:       { status: 422, zh: '表格过大：最多{rows}行', en: 'The workbook is too large: at most {rows} rows', rule: 'import', source: PLATFORM },
  sheetMissing:           { status: 422, zh: '缺少工作表“{sheet}”', en: 'The sheet “{sheet}” is missing', rule: 'import', source: PLATFORM },
  columnMissing:          { status: 422, zh: '工作表“{sheet}”缺少列“{column}”', en: 'The sheet “{sheet}” has no column “{column}”', rule: 'import', source: PLATFORM },
  cellEmpty:              { status: 422, zh: '“{column}”不能为空', en: '“{column}” must not be empty', rule: 'import', source: PLATFORM },
  cellUnknownWord:        { status: 422, zh: '“{column}”里的“{value}”不认识，可填：{choices}', en: '“{value}” is not known in “{column}”; use one of: {choices}', rule: 'import', source: PLATFORM },
  cellScientific:         { status: 422, zh: '“{column}”被表格存成了科学计数，请设为文本后重填', en: '“{column}” was stored as a scientific number; set the cell to text and retype it', rule: 'import', source: PLATFORM },
  idNumberWrong:          { status: 422, zh: '身份证号校验不通过，请核对', en: 'The ID number fails its check; please compare it with the card', rule: 'ID number', source: 'GB 11643-1999' },
  idNumberSex:            { status: 422, zh: '性别与身份证号不一致', en: 'The sex does not agree with the ID number', rule: 'ID number', source: 'GB 11643-1999' },
  idNumberDuplicate:      { status: 422, zh: '身份证号与第{row}行重复', en: 'The ID number is the same as in row {row}', rule: 'import', source: PLATFORM },
  demoIdNotAllowed:       { status: 422, zh: '演示身份证号只能在演示环境使用', en: 'Demo ID numbers work only in the demo', rule: 'import', source: PLATFORM },
  phoneWrong:             { status: 422, zh: '手机号应为11位数字', en: 'A phone number has 11 digits', rule: 'import', source: PLATFORM },
  dayWrong:               { status: 422, zh: '“{column}”应为日期，如 2026-11-22', en: '“{column}” must be a day such as 2026-11-22', rule: 'import', source: PLATFORM },
  unknownHousehold:       { status: 422, zh: '户表里没有户号“{household}”', en: 'There is no household “{household}” in the household sheet', rule: 'import', source: PLATFORM },
  unknownPerson:          { status: 422, zh: '人员表里没有“{person}”', en: 'There is no “{person}” in the people sheet', rule: 'import', source: PLATFORM },
  twoFromOneHousehold:    { status: 422, zh: '一户不能有两名代表（户号“{household}”）', en: 'One household cannot have two representatives (household “{household}”)', rule: 'composition', source: '浙江省实施村委会组织法办法' },
  householdRepresentedTwice: { status: 422, zh: '户号“{household}”被两名代表重复代表', en: 'Household “{household}” is represented twice', rule: 'composition', source: `${VC} art 29` },
  representativeTooYoung: { status: 422, zh: '代表须年满十八周岁', en: 'A representative must be 18 or over', rule: 'composition', source: `${VC} art 29` },
  tooFewRepresentatives:  { status: 422, zh: '村民代表应占代表会议组成人员五分之四以上：组成{base}人，代表{count}人，应不少于{needed}人', en: 'Representatives must be at least four fifths of the composition: {base} in all, {count} representatives, {needed} needed', rule: 'composition', source: `${VC} art 29` },
  tooFewWomen:            { status: 422, zh: '妇女代表应占组成人员三分之一以上：组成{base}人，妇女{count}人，应不少于{needed}人', en: 'Women must be at least one third of the composition: {base} in all, {count} women, {needed} needed', rule: 'composition', source: `${VC} art 29` },
  householdsPerRepresentative: { status: 422, zh: '每名代表应代表5至15户，此人代表{count}户', en: 'A representative stands for 5 to 15 households; this one for {count}', rule: 'composition', source: `${VC} art 29` },
  oversightInCommittee:   { status: 422, zh: '村民委员会成员不得担任村务监督委员会成员', en: 'A village committee member cannot sit on the oversight committee', rule: 'composition', source: `${VC} art 37` },
  oversightAccountant:    { status: 422, zh: '报账员不得担任村务监督委员会成员', en: 'The accountant cannot sit on the oversight committee', rule: 'composition', source: '河南省实施村委会组织法办法 art 56' },
  oversightSize:          { status: 422, zh: '村务监督委员会由3至5人组成，现为{count}人', en: 'The oversight committee has 3 to 5 members; this one {count}', rule: 'composition', source: '河南省实施村委会组织法办法 art 56' },
  committeeSize:          { status: 422, zh: '村民委员会由3至7人组成，现为{count}人', en: 'The village committee has 3 to 7 members; this one {count}', rule: 'composition', source: `${VC} art 8` },
  committeeNoWoman:       { status: 422, zh: '村民委员会成员中应当有妇女', en: 'The village committee must have at least one woman', rule: 'composition', source: `${VC} art 8` },
  memberRepresentativesTooFew: { status: 422, zh: '成员代表大会的代表应多于二十人，现为{count}人', en: 'Member representatives must be more than twenty; there are {count}', rule: 'composition', source: `${RCEO} art 28` },
  importChanged:          { status: 409, zh: '预览之后数据已变，请重新预览', en: 'The data changed after the preview; preview again', rule: 'import', source: PLATFORM },
  termUnfit:              { status: 422, zh: '任期起止不对', en: 'The term of office does not fit', rule: 'import', source: PLATFORM },
})

// biome-ignore format: one row, one refusal
const profiles = rows({
  unknownProfileKey:  { status: 400, zh: '没有“{key}”这一项规则', en: 'There is no rule “{key}”', rule: 'rule profile', source: PLATFORM },
  profileValueUnfit:  { status: 422, zh: '“{label}”不能取这个值，可取：{choices}', en: '“{label}” cannot take this value; it takes: {choices}', rule: 'rule profile', source: PLATFORM },
  belowFloor:         { status: 409, zh: '“{label}”低于法定底线：不得低于{floor}（{basis}）', en: '“{label}” is below the floor of the law: not less than {floor} ({basis})', rule: 'rule profile', source: PLATFORM },
  basisNeeded:        { status: 409, zh: '“{label}”取此值须写明依据（章程条款或村民会议决定）', en: '“{label}” at this value needs its legal basis (charter clause or resolution)', rule: 'rule profile', source: PLATFORM },
  profileConflict:    { status: 409, zh: '“{label}”与“{other}”不能并用', en: '“{label}” and “{other}” cannot stand together', rule: 'rule profile', source: PLATFORM },
  profileNotYourLevel:{ status: 403, zh: '只能修改本级的规则', en: 'You can change the rules of your own level only', rule: 'rule profile', source: PLATFORM },
  basisTermOver:      { status: 409, zh: '线上参会的依据不存在或已到期', en: 'There is no legal basis for online presence in force', rule: 'legal basis', source: PLATFORM },
})

// biome-ignore format: one row, one refusal
const matters = rows({
  outsideAuthorisation:   { status: 409, zh: '“{code}”不在村民会议授权村民代表会议决定的事项之内', en: '“{code}” is outside what the assembly has authorised its representatives to decide', rule: 'authorisation', source: `${VC} art 30；河南省实施村委会组织法办法 art 51` },
  assemblyOnly:           { status: 409, zh: '村民自治章程、村规民约只能由村民会议制定和修改，不能由代表会议决定', en: 'Charter and village rules can be made and changed by the villagers’ assembly only', rule: 'assembly only', source: `${VC} art 31` },
  fullMemberAssemblyOnly: { status: 409, zh: '此事项只能由成员大会决定，不得由成员代表大会或村民代表会议决定（第二十六条第{items}项）', en: 'Only the full member assembly may decide this (art 26 items {items})', rule: 'full member assembly only', source: `${RCEO} art 28` },
  charterClauseNeeded:    { status: 409, zh: '章程没有设立成员代表大会，不能由其决定', en: 'The charter does not provide for member representatives', rule: 'charter clause', source: `${RCEO} art 28` },
  assemblyNotForMatter:   { status: 409, zh: '此事项不由“{assembly}”决定，应由：{allowed}', en: '“{assembly}” does not decide this matter; it goes to: {allowed}', rule: 'route', source: `${VC} arts 28, 32；${RCEO} art 26` },
  notDecidable:           { status: 409, zh: '此事项不得通过村民表决决定：{why}', en: 'This may not be decided by a vote of the village: {why}', rule: 'not decidable', source: `${VC} art 31` },
  noMatterCode:           { status: 422, zh: '请至少选择一类事项', en: 'Choose at least one kind of matter', rule: 'route', source: PLATFORM },
  routesDiffer:           { status: 409, zh: '这些事项须由不同的会议决定，请分别提出', en: 'These matters belong to different assemblies; put them forward separately', rule: 'route', source: `${VC} art 28；${RCEO} art 26` },
  fundraisingUnset:       { status: 409, zh: '筹资筹劳须先由县级选定办法（甲、乙、丙）', en: 'Raising money or labour needs a variant (A, B, C) set by the county first', rule: 'fundraising.variant', source: '一事一议筹资筹劳办法' },
  fundraisingAssembly:    { status: 409, zh: '按现行筹资筹劳办法，此事项应由：{allowed}', en: 'Under the variant in force this goes to: {allowed}', rule: 'fundraising.variant', source: '一事一议筹资筹劳办法' },
  papersMissing:          { status: 409, zh: '还缺材料：{papers}', en: 'Papers are missing: {papers}', rule: 'papers', source: PLATFORM },
  splitMatter:            { status: 409, zh: '十二个月内同类事项合计已达标准，须走完整程序', en: 'Together with related matters of twelve months this takes the full way', rule: 'thresholds', source: PLATFORM },
  questionLimit:          { status: 422, zh: '前三步每件事只能有一个表决问题', en: 'Steps 1 to 3 have one question a matter', rule: 'questions', source: PLATFORM },
})

// biome-ignore format: one row, one refusal
const moves = rows({
  moveNotInTable:      { status: 409, zh: '“{stage}”阶段没有“{move}”这一步', en: '“{move}” is not possible at the stage “{stage}”', rule: 'table of moves', source: '四议两公开工作法' },
  notYourMove:         { status: 403, zh: '“{move}”不由您办理', en: '“{move}” is not yours to make', rule: 'table of moves', source: '四议两公开工作法' },
  reasonNeeded:        { status: 422, zh: '请写明理由', en: 'Please state the reason', rule: 'table of moves', source: PLATFORM },
  documentNumberNeeded:{ status: 422, zh: '请填写文号和所依据的条款', en: 'The document number and the article are needed', rule: 'table of moves', source: `${VC} art 31` },
  pollRunning:         { status: 409, zh: '正在表决，不能办理', en: 'A poll is open; this cannot be done now', rule: 'table of moves', source: PLATFORM },
  alreadyAdopted:      { status: 409, zh: '已经表决通过，不能撤回', en: 'The matter was adopted; it cannot be withdrawn', rule: 'table of moves', source: PLATFORM },
  demandedCannotStop:  { status: 409, zh: '依法联名要求召开会议的事项，前三步不能中止', en: 'A matter demanded under the law cannot be stopped at steps 1 to 3', rule: 'demand', source: `${VC} arts 25, 30` },
  notOverdue:          { status: 409, zh: '尚未逾期', en: 'It is not overdue yet', rule: 'demand', source: `${VC} arts 25, 30` },
  notSubstantive:      { status: 409, zh: '只是文字修改，不必退回', en: 'The change is editorial; nothing goes back', rule: 'amendment_pct', source: PLATFORM },
  amendmentNotTakenUp: { status: 409, zh: '修改意见须由主持人采纳，或有到会人员五分之一以上附议', en: 'The chair or one fifth of those present must take the amendment up', rule: 'amendment', source: PLATFORM },
  notReferable:        { status: 409, zh: '只有村民代表会议多次未通过而搁置的事项可以提请村民会议，且只能一次', en: 'Only a matter shelved after repeated rejection by the representatives can be referred, and once', rule: 'refer', source: '浙江省实施村委会组织法办法 art 17' },
  referTooLate:        { status: 409, zh: '搁置已超过30天（截至{until}），请重新提出', en: 'The 30 days after shelving ended at {until}; put it forward anew', rule: 'refer', source: PLATFORM },
  branchConsentNeeded: { status: 409, zh: '须经村党组织同意', en: 'The Party branch must consent', rule: 'refer', source: `${VC} art 28` },
  approvalsOutstanding:{ status: 409, zh: '还须批准：{approvals}', en: 'Still to be approved by: {approvals}', rule: 'approval', source: '农村土地承包法 arts 28, 52' },
  noApprovalForMatter: { status: 409, zh: '此事项无须上级批准', en: 'This matter needs no approval from above', rule: 'approval', source: `${VC} art 6` },
  outcomeUnchanged:    { status: 409, zh: '复核后结果不变', en: 'The recount leaves the outcome as it was', rule: 'recount', source: PLATFORM },
  reconveningsLeft:    { status: 409, zh: '还可以重新召开{left}次', en: 'It can still be reconvened {left} times', rule: 'max_reconvene', source: PLATFORM },
  reconveningsUsedUp:  { status: 409, zh: '已重新召开{max}次，不能再召开', en: 'It was reconvened {max} times already', rule: 'max_reconvene', source: PLATFORM },
  notSupersededYet:    { status: 409, zh: '新决议尚未通过', en: 'The new resolution has not been adopted yet', rule: 'supersede', source: '重庆市实施村委会组织法办法 art 15' },
  changeNeedsSameAssembly: { status: 409, zh: '变更决议应由原决定的会议（{assembly}）作出', en: 'A resolution is changed by the body that made it ({assembly})', rule: 'supersede', source: '重庆市实施村委会组织法办法 art 15' },
  readOnly:            { status: 409, zh: '已归档，只能查看', en: 'Archived: read only', rule: 'archive', source: '村级档案管理办法' },
  opinionNotResolution:{ status: 409, zh: '评议事项不形成决议，也不由村里公布', en: 'An opinion-only matter makes no resolution and is not published by the village', rule: 'opinion only', source: '社会救助法 arts 43–45' },
})

// biome-ignore format: one row, one refusal
const meetings = rows({
  wrongStage:          { status: 409, zh: '此事项现在处于“{stage}”，不能为它召开此会', en: 'The matter stands at “{stage}”; this meeting cannot be convened for it', rule: 'table of moves', source: '四议两公开工作法' },
  noticeTooShort:      { status: 409, zh: '通知须提前{days}天：最早可在{earliest}召开', en: 'Notice of {days} days is needed: the earliest time is {earliest}', rule: 'notice', source: `${VC} art 25；${RCEO} art 27；本村规则` },
  gapTooShort:         { status: 409, zh: '与上一步须间隔{days}天：最早可在{earliest}召开', en: '{days} days must pass after the previous step: the earliest time is {earliest}', rule: 'gap.min_days', source: '本村规则' },
  papersTooLate:       { status: 409, zh: '会议材料须提前{days}天供成员查阅：最早可在{earliest}召开', en: 'Papers must be open to members for {days} days: the earliest time is {earliest}', rule: 'member.papers_days', source: `${RCEO} art 46` },
  coolingDays:         { status: 409, zh: '同一方案未通过后须间隔{days}天再表决：最早可在{earliest}', en: 'The same text may be voted on again after {days} days: the earliest time is {earliest}', rule: 'cooling_days', source: '本村规则' },
  opensInPast:         { status: 422, zh: '会议时间已过', en: 'The time of the meeting has passed', rule: 'notice', source: PLATFORM },
  windowTooLong:       { status: 409, zh: '线上表决时段最长{hours}小时', en: 'The online window is {hours} hours at most', rule: 'online.window_hours', source: '本村规则' },
  oversightNoteMissing:{ status: 409, zh: '须先有村务监督委员会的意见', en: 'The oversight committee’s note is needed first', rule: 'oversight note', source: `${VC} arts 25, 37` },
  extraStepMissing:    { status: 409, zh: '须先完成本地增加的步骤：{steps}', en: 'The locally added steps come first: {steps}', rule: 'extra_steps', source: '本村规则' },
  secretNeedsMore:     { status: 409, zh: '名册不足{k}人，无法保密，请改为记名表决或不召开', en: 'With fewer than {k} on the roll no secret poll can be held; make it open', rule: 'small_group_k', source: PLATFORM },
  emptyRoll:           { status: 409, zh: '名册为空，不能召开', en: 'The roll is empty', rule: 'roll', source: PLATFORM },
  tellersNeeded:       { status: 422, zh: '请指定两名计票人', en: 'Name two tellers', rule: 'tellers', source: PLATFORM },
  tellerIsChair:       { status: 409, zh: '主持人不能担任计票人或记录人', en: 'The chair cannot be teller or recorder', rule: 'tellers', source: PLATFORM },
  tellerInterested:    { status: 409, zh: '与事项有利害关系的人不能担任计票人或记录人', en: 'A person with an interest cannot be teller or recorder', rule: 'tellers', source: '河南省村民委员会选举办法 art 32' },
  chairNotEntitled:    { status: 409, zh: '此会不由此人主持', en: 'This person does not chair this meeting', rule: 'office and act', source: '支部工作条例 art 14；村委会组织法 art 25；农村集体经济组织法 art 27' },
  meetingNotOpen:      { status: 409, zh: '会议尚未开始', en: 'The meeting has not begun', rule: 'meeting', source: PLATFORM },
  meetingOver:         { status: 409, zh: '会议已结束', en: 'The meeting is over', rule: 'meeting', source: PLATFORM },
  notOnMeetingRoll:    { status: 403, zh: '您不在本次会议名册上', en: 'You are not on the roll of this meeting', rule: 'roll', source: PLATFORM },
  alreadySignedIn:     { status: 409, zh: '已经签到', en: 'Already signed in', rule: 'sign-in', source: PLATFORM },
  qrExpired:           { status: 409, zh: '二维码已更新，请重新扫描', en: 'The QR code has changed; scan it again', rule: 'sign-in', source: PLATFORM },
  qrUsed:              { status: 409, zh: '此二维码您已用过', en: 'You have used this QR code already', rule: 'sign-in', source: PLATFORM },
  onlineIsGuest:       { status: 409, zh: '此会线上参加不计入到会，不能线上表决', en: 'Online presence does not count for this meeting: you may listen, not vote', rule: 'online.counts_as_present', source: '本村规则' },
  clerkMustConfirm:    { status: 409, zh: '须由签到人员现场确认', en: 'The clerk must confirm you in the hall', rule: 'sign-in', source: PLATFORM },
  rollFrozen:          { status: 409, zh: '名册已随通知固定，只能由两人说明理由更正', en: 'The roll was fixed by the notice; two persons may correct it with a reason', rule: 'roll', source: PLATFORM },
  correctionNeedsNotice: { status: 409, zh: '增加的人须有完整的通知时间：最早可在{earliest}召开', en: 'A person added gets the full notice: the earliest time is {earliest}', rule: 'roll', source: PLATFORM },
  agendaEmpty:         { status: 422, zh: '请至少列入一件事项', en: 'Put at least one matter on the agenda', rule: 'notice', source: PLATFORM },
  assemblyMissing:     { status: 409, zh: '此会议组织在本村尚未建立', en: 'This body does not exist in the village yet', rule: 'roll', source: PLATFORM },
  officeVacant:        { status: 409, zh: '“{office}”空缺，无人召集', en: 'Nobody holds the office “{office}”', rule: 'office and act', source: PLATFORM },
})

// biome-ignore format: one row, one refusal
const polls = rows({
  pollNotOpen:        { status: 409, zh: '表决还没有开始', en: 'The poll is not open yet', rule: 'poll', source: PLATFORM },
  pollClosed:         { status: 409, zh: '表决已结束', en: 'The poll has closed', rule: 'poll', source: PLATFORM },
  pollVoid:           { status: 409, zh: '本次表决已作废，将另行通知', en: 'This poll is void; a new notice follows', rule: 'poll', source: PLATFORM },
  notOnRoll:          { status: 403, zh: '您不在表决名册上', en: 'You are not on the roll of this poll', rule: 'roll', source: PLATFORM },
  noVoteRight:        { status: 403, zh: '您列席会议，没有表决权', en: 'You attend without a vote', rule: 'roll', source: '中国共产党章程；村委会组织法 art 30' },
  notSignedIn:        { status: 409, zh: '请先签到', en: 'Please sign in first', rule: 'sign-in', source: PLATFORM },
  recused:            { status: 409, zh: '您已回避，不能投票', en: 'You are recused and cannot vote', rule: 'recusal_mode', source: '本村规则' },
  alreadyVoted:       { status: 409, zh: '您已投过票（{channel}，{at}）', en: 'You have already voted ({channel}, {at})', rule: 'one person one ballot', source: PLATFORM },
  slipHandedOut:      { status: 409, zh: '您已领取纸质表决票，不能再用手机投票', en: 'You were handed a paper slip; the phone is locked', rule: 'one person one channel', source: PLATFORM },
  representedByProxy: { status: 409, zh: '您已委托他人投票；如要亲自投票，请先撤销委托', en: 'You are represented by a proxy; revoke it to vote yourself', rule: 'proxy', source: `${RCEO} art 27` },
  proxyNotAllowed:    { status: 409, zh: '此会不得委托他人投票', en: 'No proxies in this meeting', rule: 'proxy', source: `${RCEO} art 27；本村规则` },
  proxyNotSameHousehold: { status: 409, zh: '只能书面委托同一户的成员', en: 'A proxy must be a member of the same household', rule: 'proxy', source: `${RCEO} art 27` },
  proxyNoCapacity:    { status: 409, zh: '受托人须具有完全民事行为能力', en: 'The agent must have full civil capacity', rule: 'proxy', source: `${RCEO} art 27` },
  proxyNotWritten:    { status: 422, zh: '委托须有书面委托书', en: 'A proxy must be in writing', rule: 'proxy', source: `${RCEO} art 27` },
  proxyRevoked:       { status: 409, zh: '委托已撤销', en: 'The proxy was revoked', rule: 'proxy', source: `${RCEO} art 27` },
  proxyUsed:          { status: 409, zh: '受托人已投票，不能再撤销', en: 'The agent has voted; the proxy cannot be revoked', rule: 'proxy', source: `${RCEO} art 27` },
  agentNotSignedIn:   { status: 409, zh: '受托人尚未签到', en: 'The agent has not signed in', rule: 'proxy', source: PLATFORM },
  showOfHandsLiveOnly:{ status: 409, zh: '有线上时段的会议不能举手表决', en: 'A show of hands exists only in live meetings', rule: 'voting_mode', source: PLATFORM },
  notChair:           { status: 403, zh: '只有主持人可以办理', en: 'Only the chair may do this', rule: 'office and act', source: PLATFORM },
  notTeller:          { status: 403, zh: '只有指定的计票人可以办理', en: 'Only the tellers may do this', rule: 'office and act', source: PLATFORM },
  notTime:            { status: 409, zh: '未到会议时间：最早{earliest}', en: 'Not before the time in the notice: {earliest}', rule: 'poll', source: PLATFORM },
  windowHalfOver:     { status: 409, zh: '时段已过半，须休会另定时间', en: 'Half of the window has passed: adjourn to another time', rule: 'poll', source: PLATFORM },
  windowRunning:      { status: 409, zh: '线上时段未到，任何人不能提前结束：{until}', en: 'Nobody can close before the window ends: {until}', rule: 'poll', source: PLATFORM },
  adjournTooLate:     { status: 409, zh: '休会超过7天须重新通知', en: 'More than 7 days later needs a new notice', rule: 'adjourn', source: PLATFORM },
  noPaperInOpenPoll:  { status: 409, zh: '记名表决没有无记名票', en: 'An open poll has no nameless slips', rule: 'poll', source: PLATFORM },
  noSlipOut:          { status: 409, zh: '此人没有领票', en: 'This person has no slip out', rule: 'slips', source: PLATFORM },
  slipAlreadyOut:     { status: 409, zh: '此人已领票', en: 'This person already has a slip', rule: 'slips', source: PLATFORM },
  notInHall:          { status: 409, zh: '此人不在会场，不能发票', en: 'This person is not in the hall', rule: 'slips', source: PLATFORM },
  notCounting:        { status: 409, zh: '还没有到计票的时候', en: 'It is not time to count', rule: 'count', source: PLATFORM },
  sheetsDiffer:       { status: 409, zh: '两份计票单不一致，请重新清点', en: 'The two count sheets differ; count again', rule: 'count', source: PLATFORM },
  countExceedsIssued: { status: 409, zh: '清点{counted}张，多于发出的{issued}张', en: '{counted} slips counted, more than the {issued} handed out', rule: 'count', source: '河南省村民委员会选举办法 art 35' },
  countInconsistent:  { status: 422, zh: '各项票数之和与总数不符', en: 'The numbers do not add up', rule: 'count', source: PLATFORM },
  setAsideTooLate:    { status: 409, zh: '表决已结束，只能申请复核', en: 'The poll has closed; ask for a recount', rule: 'recount', source: PLATFORM },
  ticketUnfit:        { status: 401, zh: '投票凭证无效或已过期，请重新打开投票页', en: 'The ballot ticket is not valid; open the ballot page again', rule: 'ballot ticket', source: PLATFORM },
  resultNotYet:       { status: 409, zh: '表决结束前不公布票数', en: 'No counts before the poll has closed', rule: 'result_visible', source: PLATFORM },
})

// biome-ignore format: one row, one refusal
const afterwards = rows({
  disclosureRunning:    { status: 409, zh: '公示期未满：至{until}', en: 'The disclosure days are not over: until {until}', rule: 'disclosure.days', source: `${VC} art 35` },
  disclosureNotPosted:  { status: 409, zh: '还没有公示', en: 'Nothing has been posted yet', rule: 'disclosure', source: `${VC} art 35` },
  disclosurePosted:     { status: 409, zh: '已经公示', en: 'It is posted already', rule: 'disclosure', source: `${VC} art 35` },
  boardPhotoMissing:    { status: 409, zh: '请上传公开栏照片', en: 'A photo of the notice board is needed', rule: 'disclosure', source: `${VC} art 35` },
  objectionOpen:        { status: 409, zh: '还有{count}件异议未答复', en: '{count} objections are unanswered', rule: 'objection', source: PLATFORM },
  reviewOutstanding:    { status: 409, zh: '等待村务监督委员会审核（至{until}）', en: 'Waiting for the oversight committee’s review (until {until})', rule: 'oversight.review_days', source: `${VC} art 37` },
  forbiddenContent:     { status: 422, zh: '公开内容含有不得公开的信息：{findings}', en: 'The text holds what may not be published: {findings}', rule: 'publication linter', source: '个人信息保护法 art 25' },
  objectionsOver:       { status: 409, zh: '异议期已过', en: 'The time for objections is over', rule: 'objection', source: PLATFORM },
  objectionAnswered:    { status: 409, zh: '此异议已答复', en: 'This objection has been answered', rule: 'objection', source: PLATFORM },
  mayNotObject:         { status: 403, zh: '只有本村村民和利害关系人可以提出异议', en: 'Villagers and those concerned may object', rule: 'objection', source: `${VC} art 36` },
  overrun:              { status: 409, zh: '决算超过决议金额{pct}%以上，须先通过变更决议', en: 'More than {pct} % over the resolved amount: a change resolution comes first', rule: 'overrun_pct', source: '本村规则' },
  overrunLineNote:      { status: 409, zh: '“{line}”超支{pct}%以上，须有村务监督委员会意见', en: '“{line}” is more than {pct} % over: the oversight committee’s note is needed', rule: 'overrun_pct', source: '本村规则' },
  implementationTooEarly: { status: 409, zh: '公示期满前不能组织实施', en: 'Nothing is carried out before the disclosure days end', rule: 'implement_during_disclosure', source: '本村规则' },
  acceptanceMissing:    { status: 409, zh: '缺少验收单', en: 'The acceptance sheet is missing', rule: 'acceptance', source: PLATFORM },
  accountMissing:       { status: 409, zh: '缺少决算', en: 'The final account is missing', rule: 'outcome', source: `${VC} art 35` },
  executorMissing:      { status: 409, zh: '请先指定实施负责人', en: 'Name the executor first', rule: 'implementation', source: PLATFORM },
  mandateRefused:       { status: 409, zh: '此户未同意，不能列入', en: 'This household has not consented and cannot be included', rule: 'mandate', source: '农村土地承包法 art 36' },
  mandatesRunning:      { status: 409, zh: '委托流转书签署期未满：至{until}', en: 'The time for mandates runs until {until}', rule: 'mandate', source: PLATFORM },
  attachmentTooLarge:   { status: 413, zh: '文件过大，最大{megabytes}MB', en: 'The file is too large: {megabytes} MB at most', rule: 'attachment', source: PLATFORM },
  attachmentKind:       { status: 415, zh: '不支持此类文件，可用：{kinds}', en: 'This kind of file is not accepted; use: {kinds}', rule: 'attachment', source: PLATFORM },
  attachmentUnreadable: { status: 422, zh: '文件已损坏或内容与扩展名不符', en: 'The file is damaged or is not what its name says', rule: 'attachment', source: PLATFORM },
  alreadyCosigned:      { status: 409, zh: '您已联名', en: 'You have already co-signed', rule: 'petition', source: '河南省实施村委会组织法办法 art 54' },
  mayNotCosign:         { status: 403, zh: '您不能为此联名', en: 'You cannot co-sign this', rule: 'petition', source: '河南省实施村委会组织法办法 art 54' },
  petitionClosed:       { status: 409, zh: '此建议已办结', en: 'This petition is closed', rule: 'petition', source: PLATFORM },
  mayNotDecline:        { status: 409, zh: '联名已达法定人数，必须列入议题', en: 'Enough have signed: it must be put forward', rule: 'demand', source: `${VC} arts 25, 30` },
  talkClosed:           { status: 409, zh: '表决已开始，不再收集意见', en: 'The poll has opened; opinions are closed', rule: 'talk', source: PLATFORM },
  evidenceBroken:       { status: 409, zh: '留痕记录校验不通过：第{seq}条', en: 'The evidence log fails its check at entry {seq}', rule: 'evidence', source: '电子签名法 art 5' },
})

export const REJECTIONS = {
  ...access, ...people, ...profiles, ...matters, ...moves, ...meetings, ...polls, ...afterwards,
}
export type RejectionCode = keyof typeof REJECTIONS

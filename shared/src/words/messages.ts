/** 短信与站内通知: every text that is sent, in both languages. {placeholders} are filled by `messageText`. */
// biome-ignore format: one row, one message
export const MESSAGES = {
  loginCode: { zh: '【村议】验证码{code}，{minutes}分钟内有效。工作人员不会向您索要，请勿告诉他人。', en: '[Cunyi] Your code is {code}, good for {minutes} minutes. Nobody from the office will ask you for it.' },
  voiceCode: { zh: '【村议】您的验证码是{code}，再说一遍，{code}。{minutes}分钟内有效，请勿告诉他人。', en: '[Cunyi] Your code is {code}; again, {code}. It is good for {minutes} minutes; tell it to nobody.' },
  paperLogin: { zh: '【村议】刚才有人用村委会打印的纸条号码登录了“{name}”。不是本人操作的，请马上联系村委会或乡镇。', en: '[Cunyi] Somebody has just logged in as “{name}” with a slip printed by the village office. If it was not you, tell the village office or the township at once.' },
  textChanged: { zh: '【村议】您表决过的“{title}”文字有改动。请打开事项页核对新旧对照；认为不只是文字修改的，请在{until}前提出。', en: '[Cunyi] The text of “{title}”, on which you decided, was changed. See the difference on its page; if it is more than wording, say so before {until}.' },
  textSentBack: { zh: '【村议】您表决过的“{title}”作了实质修改，已退回两委重新商议。新旧对照见事项页。', en: '[Cunyi] “{title}”, on which you decided, was changed in substance and goes back to the two committees. The difference stands on its page.' },
  branchRound: { zh: '【村议】“{title}”在支委会提议以后作了实质改动。请您本人核对新旧对照，在{until}前到“待我确认”答复同意或不同意。', en: '[Cunyi] “{title}” was changed in substance after the branch committee put it forward. Compare the two texts and say yes or no under “Waiting for me” before {until}.' },
  branchRoundFailed: { zh: '【村议】“{title}”的改动，支委会没有书面确认，已退回第一步，由支委会重新开会提议。', en: '[Cunyi] The branch committee has not confirmed the change of “{title}”; it is back at step 1, where the branch meets on it again.' },
  numberProposed: { zh: '【村议】村委会提出把“{name}”登记的手机号换成另一个号码。是您本人要求的，不用管；不是的，请登录村议点“不是我要求的”，或马上联系村务监督委员会、乡镇。', en: '[Cunyi] The village office has proposed to replace the number of “{name}” by another. If you asked for it, do nothing; if not, log in and tap “I did not ask for it”, or tell the oversight committee or the township at once.' },
  numberChanged: { zh: '【村议】“{name}”登记的手机号已经换成另一个号码，这个号码不能再登录。不是本人要求的，请马上联系村务监督委员会或乡镇。', en: '[Cunyi] The number of “{name}” has been replaced by another; this one logs in no more. If you did not ask for it, tell the oversight committee or the township at once.' },
  notReached: { zh: '{n}人没有收到消息', en: '{n} persons were not reached' },
  mergeProposed: { zh: '【村议】有人提出：您在本村登记了两条，要并为一条，用这个号码的那一条今后不列入名册。您有{hours}小时：{until}以前谁也不能确认。不对的，请在这以前登录到“待我确认”说不同意，或者找村务监督委员会。', en: '[Cunyi] Somebody says that you stand in the roster twice; the record with this number would leave the rolls to come. You have {hours} hours: nobody may confirm it before {until}. If it is wrong, log in before then and say no under “Waiting for me”, or ask the oversight committee.' },
  seatEnding: { zh: '【村议】有人提出终止您的“{office}”资格，理由：{ground}。您不同意的，请在{until}前到“待我确认”说明，也可以找乡镇。', en: '[Cunyi] It was proposed to end your seat as {office} ({ground}). If you do not agree, say so under “Waiting for me” before {until}, or ask the township.' },
  officeEnding: { zh: '【村议】有人提出终止您的“{office}”任职，正在等待确认。您有意见的，请找村务监督委员会或乡镇。', en: '[Cunyi] It was proposed to end your office as {office}; it waits for confirmation. If you object, ask the oversight committee or the township.' },
  oversightNamed: { zh: '【村议】{name}当选“{office}”的记录已公示，{until}以后由乡镇核对。与选举不符的，请向乡镇反映。', en: '[Cunyi] The minutes of the election of {name} as {office} are posted; from {until} the township checks them. If they are not right, tell the township.' },
  ruleChanged: { zh: '【村议】{place}修改了规则：{what}。改动和依据见该村公开栏和“规则”页，认为不妥的请督促改正。', en: '[Cunyi] {place} has changed its rules: {what}. The change and what it rests on stand on its public page and under “Rules”; if it is not right, have it corrected.' },
  dangerReported: { zh: '【村议】{place}报告险情先办：{what}。请核实是不是危及生命，在“待我确认”里答复。', en: '[Cunyi] {place} reports that danger to life was acted on: {what}. Say under “Waiting for me” whether it was.' },
  fullWayUnanswered: { zh: '【村议】{place}有{n}人要求“{title}”走完整程序，村里逾期没有答复。请督促村里答复。', en: '[Cunyi] In {place} {n} have asked for the full way for “{title}”, and the village has not answered in time. Please see that it does.' },
  pollResult: { zh: '【村议】{village}“{title}”有结果了：{sentence}。详情请打开村议查看。', en: '[Cunyi] {village}: “{title}” was decided: {sentence}. See Cunyi for all of it.' },
  pollVoid: { zh: '【村议】{village}“{title}”这次表决作废，没有结果：{reason}。', en: '[Cunyi] {village}: the vote on “{title}” is void and has no result: {reason}.' },
  matterMoved: { zh: '【村议】您关注的“{title}”到了新的一步：{stage}。', en: '[Cunyi] “{title}”, which you follow, has come to a new step: {stage}.' },
  profileProposed: { zh: '规则修改待确认', en: 'A rule change waits for confirmation' },
} as const
export type MessageKey = keyof typeof MESSAGES

export const messageText = (
  key: MessageKey,
  params: Record<string, string | number>,
  language: 'zh' | 'en' = 'zh',
): string => MESSAGES[key][language].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '—'))

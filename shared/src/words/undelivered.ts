/** 发送的用词: apart from the vocabulary, because a first visit on a phone has no need of them. */

/** 消息: what leaves by SMS, by a call or to a browser. */
export const MESSAGE_KINDS = {
  notice: { zh: '会议通知', en: 'Notice of a meeting' },
  reminder: { zh: '会议提醒', en: 'Reminder of a meeting' },
  alert: { zh: '安全提醒', en: 'Security warning' },
  code: { zh: '登录验证码', en: 'Log-in code' },
} as const
export type MessageKind = keyof typeof MESSAGE_KINDS
/** 告知: news that stands on the phone's first page too; whom it did not reach the office need not look for. */
export const NEWS_KINDS = {
  result: { zh: '表决结果', en: 'Result of a vote' },
  followed: { zh: '您关注的事', en: 'A matter you follow' },
} as const
export type NewsKind = keyof typeof NEWS_KINDS
export type SentKind = MessageKind | NewsKind
export const isNews = (kind: SentKind): kind is NewsKind => kind in NEWS_KINDS
/** 未送达的原因 */
// biome-ignore format: one row, one reason
export const UNDELIVERED_REASONS = {
  numberRefused: { zh: '号码发不了：可能停机、空号或登记错了', en: 'The number cannot be reached: out of service, not in use or written down wrong' },
  reportedFailed: { zh: '已发出，运营商回报没有送到', en: 'Sent, and the operator reports that it did not arrive' },
  gatewayRefused: { zh: '短信网关没有接收', en: 'The SMS gateway did not take it' },
  gatewayAway: { zh: '短信网关没有应答', en: 'The SMS gateway did not answer' },
  tooLate: { zh: '没有轮到发送就已经过期', en: 'Its time was over before its turn came' },
  ownFault: { zh: '系统出错没有发出，请告诉管理员', en: 'Not sent by a fault of the server; please tell the administrator' },
  noBrowser: { zh: '浏览器已不再接收通知', en: 'The browser takes no notifications any more' },
} as const
export type UndeliveredReason = keyof typeof UNDELIVERED_REASONS
/** 另行告知: how the office reached whom no message reached. */
export const TOLD_BY = {
  telephone: { zh: '打电话', en: 'By telephone' },
  visit: { zh: '上门', en: 'At the door' },
} as const
export type ToldBy = keyof typeof TOLD_BY

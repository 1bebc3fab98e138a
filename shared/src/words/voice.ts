/** 语音: how long and how large a voice note may be (平台默认). `slack`: what a recorder takes to stop. */
export const VOICE = { seconds: 180, slack: 5, megabytes: 4 } as const

/** The server does not start like this: one sentence for whoever starts it, no stack. */
export class StartRefused extends Error {}

/** How a process ends by a fault of its own: the launcher starts it again. */
export const FAULT = 70
/** Its demo is to be made anew: the launcher throws it away and starts again. */
export const REFRESH = 71

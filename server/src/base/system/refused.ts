/** The server does not start like this: one sentence for whoever starts it, no stack. */
export class StartRefused extends Error {}

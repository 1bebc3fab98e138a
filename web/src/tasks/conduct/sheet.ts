/** What a teller is told after his sheet: it agrees, waits for the other's, or differs. */
export const sheetWords = (reply: { agreed: boolean; waitingForSecond: boolean }): string =>
  reply.agreed
    ? 'conduct.sheetsAgree'
    : reply.waitingForSecond
      ? 'conduct.waitingForSecond'
      : 'conduct.sheetsDiffer'

export const isWhole = (text: string): boolean => /^\d+$/.test(text.trim())

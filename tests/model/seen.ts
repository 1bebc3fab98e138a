/** What was seen in all villages together. */
export class Seen {
  commands = 0
  villages = 0
  requests = 0
  readonly counts: Record<
    'stage' | 'act' | 'judgement' | 'outcome' | 'refusal' | 'request',
    Map<string, number>
  > = {
    stage: new Map(),
    act: new Map(),
    judgement: new Map(),
    outcome: new Map(),
    refusal: new Map(),
    request: new Map(),
  }
  note(kind: keyof Seen['counts'], what: string) {
    this.counts[kind].set(what, (this.counts[kind].get(what) ?? 0) + 1)
  }
  lines = (): string[] =>
    Object.entries(this.counts).map(
      ([kind, counts]) =>
        `${kind}: ${[...counts]
          .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
          .map(([what, n]) => `${what} ${n}`)
          .join(', ')}`,
    )
}

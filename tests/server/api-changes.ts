/**
 * What a program written for an earlier release has to change, by release: anything else than an addition is refused
 * by the test until it has a row here. Each row is printed in .github/CHANGELOG.md as it stands.
 */
export type ApiChange = {
  /** An operationId; or `refusals`. */
  request: string
  /** The release that first answers so. */
  release: string
  /** The differences as the test names them: these and no others. */
  breaks: string[]
  reason: string
  /** What a program that uses it does. */
  clients: string
}

export const API_CHANGES: ApiChange[] = []

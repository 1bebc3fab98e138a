/**
 * 人数太少: below k there is nothing for a secret vote to hide behind, so the body votes by name. It is said at drafting
 * and frozen at submission; nobody makes a vote open later by taking people off a roll. (平台默认; integrity D30)
 */
import { bodyOf, isTooFewForSecret, type RuleOptions, ruleFor } from '../law/meeting-rules.ts'
import type { Body, ProfileValues } from '../law/profile.ts'
import type { Reason } from '../matter/matter.ts'
import { ASSEMBLIES, type Assembly } from '../words/vocabulary.ts'

export type BodySize = { assembly: Assembly; entitled: number }

/** Only of a body that would vote in secret is its size asked. */
export const asksSize = (assembly: Assembly, profile: ProfileValues, options: RuleOptions = {}): boolean =>
  ruleFor(assembly, profile, options).secret

/** A count is not the roll: below this its roll is drawn, and says. */
export const mayBeSmall = (counted: number, profile: ProfileValues): boolean =>
  counted < profile.small_group_k + MARGIN
const MARGIN = 10

/** The bodies that vote by name, and the sentence about each. */
export function namedBodies(
  sizes: readonly BodySize[],
  profile: ProfileValues,
  options: RuleOptions = {},
): { body: Body; reason: Reason }[] {
  return sizes
    .filter(
      ({ assembly, entitled }) =>
        entitled > 0 && isTooFewForSecret(ruleFor(assembly, profile, options), entitled),
    )
    .map(({ assembly, entitled }) => ({
      body: bodyOf(assembly),
      reason: {
        zh: `${ASSEMBLIES[assembly].zh}有表决权的只有${entitled}人，不足${profile.small_group_k}人无法保密，记名表决`,
        en: `${ASSEMBLIES[assembly].en}: ${entitled} with a vote; below ${profile.small_group_k} nothing can be kept secret, so it votes by name`,
        source: '平台默认',
      },
    }))
}

/** The values as they are frozen on the matter. */
export const withNamed = (values: ProfileValues, bodies: readonly Body[]): ProfileValues => ({
  ...values,
  ...Object.fromEntries(bodies.map((body) => [`voting_mode.${body}`, 'open_named'])),
})

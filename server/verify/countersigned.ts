/** 联署: which offices signed a day's list beside the instance, and whether their keys are registered in it. */
import { type Countersignature, countersignedText } from '../../shared/src/papers/countersign.ts'
import type { Checkpoint } from '../../shared/src/papers/package-format.ts'
import { bytesOf } from './bytes.ts'
import { type KnownList, printOf } from './chain.ts'
import { isSigned } from './platform.ts'
import type { Report } from './report.ts'

export type Signer = { division: string; name: string; print: string; day: string; registered: boolean }

const holds = (county: string, one: Checkpoint, { division, publicKey, signature }: Countersignature) =>
  isSigned(publicKey, bytesOf(countersignedText(county, one, division)), signature)

/** Every signature of the list is looked at; a wrong one, or one of a key that had ended, breaks it. */
export function checkCountersigned(list: KnownList, report: Report): void {
  for (const one of list.checkpoints)
    for (const signed of one.signatures ?? []) {
      const at = `checkpoints #${one.seq} ${signed.division}`
      report.part(at, () => {
        report.check(
          holds(list.county, one, signed),
          at,
          '联署签名与这一天的清单不符',
          'the countersignature does not fit the list of this day',
        )
        const key = keyOf(list, signed)
        report.check(
          !key?.until || one.at < key.until,
          at,
          '联署所用的公钥当时已经停用',
          'the key of the countersignature had ended by then',
        )
      })
    }
}

const keyOf = (list: KnownList, { division, publicKey }: Countersignature) =>
  list.keys?.find((key) => key.division === division && key.publicKey === publicKey)

/**
 * Who signed a list that has this day behind it: that day's, or, where every day between is there and each list holds the
 * digest of the one before it, a later one.
 */
export function signersSince(list: KnownList, day: string | null): Signer[] {
  if (day === null) return []
  const found = new Map<string, Signer>()
  for (const one of list.checkpoints)
    if (list.few ? one.day === day : one.day >= day)
      for (const signed of one.signatures ?? []) {
        const key = keyOf(list, signed)
        const name = `${signed.division} ${signed.publicKey}`
        if (!found.has(name))
          found.set(name, {
            division: signed.division,
            name: key?.name ?? '',
            print: printOf(signed.publicKey),
            day: one.day,
            registered: key !== undefined,
          })
      }
  return [...found.values()]
}

export const signerLines = (signers: readonly Signer[]): string[] =>
  signers.map(({ division, name, print, day, registered }) =>
    registered
      ? `联署 countersigned by ${name} ${division}, ${day}: 公钥 key ${print}, 清单上登记的 registered in the list`
      : `联署 countersigned by ${division}, ${day}: 公钥 key ${print}, 清单上没有登记，是谁的不知道 not registered in the list: whose it is is not known`,
  )

/** What must stand in no log: a name, a phone, an ID number of the demo, and whatever else has the shape of the last two. */
import { DEMO_STAFF } from '@cunyi/server/app/demo/logins.ts'
import { bigVillage, smallVillage } from '@cunyi/server/app/demo/village.ts'

const PHONE = /\b1\d{10}\b/
const ID_NUMBER = /\b\d{17}[\dX]\b/i
const NAMES = new Set([bigVillage(), smallVillage()].flatMap((one) => one.people).map((one) => one.name))
for (const { name } of DEMO_STAFF) NAMES.add(name)
const LONGEST = Math.max(...[...NAMES].map((name) => name.length))

/** Every piece of Chinese text that is a name. */
function hasName(line: string): boolean {
  for (const { 0: words } of line.matchAll(/\p{Script=Han}{2,}/gu))
    for (let at = 0; at < words.length; at += 1)
      for (let length = 2; length <= LONGEST; length += 1)
        if (NAMES.has(words.slice(at, at + length))) return true
  return false
}

/** Which lines hold a person, and what of him; never the thing itself. */
export const leaksIn = (text: string): string[] =>
  text.split('\n').flatMap((line, at) => {
    const found = [
      ...(PHONE.test(line) ? ['a phone'] : []),
      ...(ID_NUMBER.test(line) ? ['an ID number'] : []),
      ...(hasName(line) ? ['a name'] : []),
    ]
    return found.map((what) => `line ${at + 1}: ${what}`)
  })

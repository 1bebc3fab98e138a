import { initialsOf } from '@cunyi/shared/words/initials.ts'
import { expect, test } from 'vitest'

test.each([
  ['王大山', 'wds'],
  ['欧阳娜', 'oyn'],
  ['曾国强', 'zgq'],
  ['单雄', 'sx'],
  ['鄂小红', 'exh'],
  ['阿依古丽·艾克拜尔', 'aygla' + 'kbe'],
  ['Anna 王', 'annaw'],
  ['昂', 'a'],
  ['匝', 'z'],
  ['', ''],
])('%s is found by %s', (name, letters) => expect(initialsOf(name)).toBe(letters))

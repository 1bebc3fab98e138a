/** What a person, a broken program or an attacker may send in place of a value. */

export const NOBODY = '00000000-0000-4000-8000-0000000000ff'
const rosterCursor = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url')

/** As one part of a path. */
export const IN_PATHS: readonly string[] = [
  'a\u0000b',
  '\ufffe',
  'x',
  NOBODY,
  '0',
  '2147483648',
  '444444444444',
  '../../etc/passwd',
  '王\u{20BB7}😀',
  'x'.repeat(300),
]

/** In a query, where everything is text. */
export const IN_QUERIES: readonly string[] = [
  ...IN_PATHS,
  '',
  '-1',
  '1.5',
  'NaN',
  '1e0',
  '9007199254740993',
  '\u001b[31m',
  "%'; drop table people; --_\\",
  '2026-02-30',
  '9999-12-31',
  '2026-13-45T99:99:99Z',
  `0000-01-01T00:00:00.000Z_${NOBODY}`,
  `9999-12-31T23:59:59.999-23:59_${NOBODY}`,
  '2026-01-01T00:00:00.000Z_x',
  rosterCursor('\u0000', '2026-01-01', NOBODY),
  rosterCursor('1', '9999-99-99', NOBODY),
  rosterCursor({}, [], null),
  'é'.repeat(500),
  'x'.repeat(6000),
]

/** Where a text belongs. The last three are lawful: they must go through everything behind the door. */
export const FOR_TEXTS: readonly unknown[] = [
  '不同意\u0000',
  '\ud842',
  '半个\udc00字',
  '\u001b[31m\u009b',
  '\uffff',
  '   ',
  'x'.repeat(30_000),
  '0000-01-01',
  '9999-12-31T23:59:59-23:59',
  "%'; drop table people; --_\\",
  'e\u0301\u202e\u200b\t一\n二',
  '王\u{20BB7}\u{2A6D6}👨‍👩‍👧',
]

/** Where a number belongs. */
export const FOR_NUMBERS: readonly unknown[] = [
  -1,
  0,
  0.5,
  1_000_000,
  1_000_001,
  2_147_483_647,
  2_147_483_648,
  1_000_000_000_000,
  1_000_000_000_000_000,
  Number.MAX_SAFE_INTEGER,
  1e308,
]

/** Wherever something else belongs. */
export const FOR_ANYTHING: readonly unknown[] = [
  null,
  '1',
  [null],
  [[['x']]],
  {},
  { 'a\u0000': 1 },
  { constructor: { prototype: 1 } },
]
/** Of those, what is tried where a text or a number belongs. */
export const OF_ANOTHER_TYPE: readonly unknown[] = [null, [null], { 'a\u0000': 1 }]

/** Bodies that are no JSON, or too much of it. */
export const RAW: readonly string[] = ['', '{', '"', '\u0000', '1', 'null', '[]', '{"__proto__":{"x":1}}']
/** As deep as a body may be long. */
export const DEEP: readonly string[] = [
  '['.repeat(100_000) + ']'.repeat(100_000),
  `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
]

/** As a header: what a client can really send in one. */
export const IN_HEADERS: readonly string[] = [
  '',
  ' ',
  'Bearer',
  `Bearer ${'x'.repeat(3000)}`,
  'Bearer a.b.c',
  '\u00ff\u0080',
  '"\\',
  'x'.repeat(7000),
  '-1',
  `cunyi_session=${'-'.repeat(36)}.${'x'.repeat(43)}`,
  `cunyi_session=${NOBODY}.${'x'.repeat(43)}; lang=%00; size=[]; view=constructor`,
  'lang=%E0%A4%A; colour=__proto__',
]

/** What a program written for an earlier release would stumble over: two descriptions of the API, side by side. */

// biome-ignore lint/suspicious/noExplicitAny: somebody else's format
type Schema = Record<string, any>
export type Described = {
  paths: Record<string, Record<string, Schema>>
  /** Refusal code → HTTP status. */
  refusals: Record<string, number>
}
/** request: an operationId, or `refusals`. */
export type Break = { request: string; what: string }

/** sent: by the program, must still be taken. told: to the program, must still be there. */
type Way = 'sent' | 'told'

export function breaksBetween(before: Described, after: Described): Break[] {
  const now = operationsOf(after)
  const breaks = [...operationsOf(before)].flatMap(([request, old]) => {
    const today = now.get(request)
    const found = today ? compareOperation(old, today) : ['is gone']
    return found.map((what) => ({ request, what }))
  })
  for (const [code, status] of Object.entries(before.refusals)) {
    const today = after.refusals[code]
    if (today === undefined) breaks.push({ request: 'refusals', what: `${code} is gone` })
    else if (today !== status)
      breaks.push({ request: 'refusals', what: `${code} was ${status}, is ${today}` })
  }
  return breaks
}

type Operation = { address: string; operation: Schema }
const operationsOf = ({ paths }: Described) =>
  new Map<string, Operation>(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [
        operation.operationId as string,
        { address: `${method.toUpperCase()} ${path}`, operation },
      ]),
    ),
  )

function compareOperation(old: Operation, today: Operation): string[] {
  const breaks: string[] = []
  if (old.address !== today.address) breaks.push(`was ${old.address}, is ${today.address}`)
  const [before, after] = [old.operation, today.operation]
  const key = (one: Schema) => `${one.in} ${one.name}`
  const parametersOf = (operation: Schema) =>
    new Map<string, Schema>((operation.parameters ?? []).map((one: Schema) => [key(one), one]))
  const [asked, asks] = [parametersOf(before), parametersOf(after)]
  for (const [name, one] of asked) {
    const same = asks.get(name)
    if (!same) breaks.push(`${name} is no longer read`)
    else breaks.push(...compareSchemas('sent', one.schema, same.schema, name))
  }
  for (const [name, one] of asks)
    if (one.required && !asked.get(name)?.required) breaks.push(`${name} is now required`)

  if (after.requestBody?.required && !before.requestBody?.required) breaks.push('a body is now required')
  breaks.push(...compareContents('sent', before.requestBody, after.requestBody, 'body'))
  for (const [status, reply] of Object.entries<Schema>(before.responses)) {
    const same = after.responses[status]
    if (!same) breaks.push(`${status} is gone`)
    else breaks.push(...compareContents('told', reply, same, status))
  }
  return breaks
}

const compareContents = (way: Way, before: Schema | undefined, after: Schema | undefined, at: string) =>
  Object.entries<Schema>(before?.content ?? {}).flatMap(([type, { schema }]) => {
    const same = after?.content?.[type]
    if (!same) return [`${at} ${type} is gone`]
    return schema && same.schema ? compareSchemas(way, schema, same.schema, at) : []
  })

/** anyOf, lists of types and single values, as one list of plain alternatives and one set of values. */
function flatten(schema: Schema): { alternatives: Schema[]; values: unknown[] | undefined } {
  const parts: Schema[] = schema.anyOf ?? schema.oneOf ?? [schema]
  if (parts[0] !== schema) {
    const all = parts.map(flatten)
    const values = all.flatMap((one) => one.values ?? [])
    return {
      alternatives: all.flatMap((one) => one.alternatives),
      values: values.length > 0 ? values : undefined,
    }
  }
  if (schema.enum || 'const' in schema) return { alternatives: [], values: schema.enum ?? [schema.const] }
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  return {
    alternatives: types.filter((type) => type !== 'null').map((type) => ({ ...schema, type })),
    values: types.includes('null') ? [null] : undefined,
  }
}

function compareSchemas(way: Way, before: Schema, after: Schema, at: string): string[] {
  const [old, today] = [flatten(before), flatten(after)]
  const breaks: string[] = []
  const accepts = (value: unknown) =>
    today.values?.includes(value) ||
    (value !== null && today.alternatives.some(({ type }) => type === undefined || type === kindOf(value)))
  for (const value of old.values ?? [])
    if (!accepts(value)) breaks.push(`${at} ${JSON.stringify(value)} is gone`)
  if (way === 'told' && today.values?.includes(null) && !old.values?.includes(null) && !isAnything(before))
    breaks.push(`${at} may now be null`)
  for (const one of old.alternatives) {
    const tries = today.alternatives
      .filter(
        ({ type }) => type === undefined || type === one.type || (way === 'sent' && isWider(type, one.type)),
      )
      .map((other) => compareAlternative(way, one, other, at))
    // Of several variants the one that fits best is the one that was meant.
    const best = tries.toSorted((a, b) => a.length - b.length)[0]
    breaks.push(...(best ?? [`${at} is no longer ${one.type ?? 'anything'}`]))
  }
  // A plain type where there was another: what the program reads is no longer only what it knew.
  if (way === 'told')
    for (const { type } of today.alternatives) {
      const isKnown = old.alternatives.some((one) => one.type === undefined || one.type === type)
      const isValue = old.values?.some((value) => kindOf(value) === type)
      if (type && !isKnown && !isValue) breaks.push(`${at} may now be ${type}`)
    }
  return breaks
}

const kindOf = (value: unknown) => (value === null ? 'null' : typeof value)
const isWider = (type: string, than: string) => type === 'number' && than === 'integer'
const isAnything = ({ type, anyOf, oneOf, enum: values }: Schema) => !type && !anyOf && !oneOf && !values

/** Below `least` nothing was taken, above `most` nothing. */
const LEAST = ['minLength', 'minimum', 'minItems']
const MOST = ['maxLength', 'maximum', 'maxItems']

function compareAlternative(way: Way, old: Schema, today: Schema, at: string): string[] {
  const breaks: string[] = []
  const differs = (name: string) => JSON.stringify(old[name]) !== JSON.stringify(today[name])
  for (const name of ['pattern', 'format']) {
    const watched = way === 'sent' ? name in today : name in old
    if (watched && differs(name)) breaks.push(`${at} has another ${name}`)
  }
  if (way === 'sent') {
    for (const name of LEAST)
      if ((today[name] ?? -Infinity) > (old[name] ?? -Infinity)) breaks.push(`${at} has a higher ${name}`)
    for (const name of MOST)
      if ((today[name] ?? Infinity) < (old[name] ?? Infinity)) breaks.push(`${at} has a lower ${name}`)
    if (today.additionalProperties === false && old.additionalProperties !== false)
      breaks.push(`${at} no longer takes what it does not know`)
  }
  if (old.items && today.items) breaks.push(...compareSchemas(way, old.items, today.items, `${at}[]`))
  for (const name of ['additionalProperties', 'propertyNames'])
    if (typeof old[name] === 'object' && typeof today[name] === 'object')
      breaks.push(...compareSchemas(way, old[name], today[name], `${at}.*`))
  const [had, has] = [old.properties ?? {}, today.properties ?? {}]
  for (const [name, schema] of Object.entries<Schema>(had)) {
    const same = has[name]
    if (!same) breaks.push(`${at}.${name} is ${way === 'sent' ? 'no longer read' : 'gone'}`)
    else breaks.push(...compareSchemas(way, schema, same, `${at}.${name}`))
  }
  const [needed, needs] = [new Set<string>(old.required), new Set<string>(today.required)]
  if (way === 'sent')
    for (const name of needs) if (!needed.has(name)) breaks.push(`${at}.${name} is now required`)
  if (way === 'told')
    for (const name of needed)
      if (name in has && !needs.has(name)) breaks.push(`${at}.${name} is no longer always there`)
  return breaks
}

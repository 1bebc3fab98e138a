/** What browsers learned since Chrome 79 and Safari 14, and the verifier uses. */
type Grouped = { groupBy?: unknown }
;(Map as unknown as Grouped).groupBy ??= <K, V>(items: Iterable<V>, keyOf: (item: V) => K) => {
  const groups = new Map<K, V[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
Object.hasOwn ??= (of: object, key: PropertyKey) => Object.hasOwn(of, key)
for (const { prototype } of [Array, Uint8Array, String])
  if (!prototype.at)
    Object.defineProperty(prototype, 'at', {
      value(this: ArrayLike<unknown>, index: number) {
        return this[index < 0 ? this.length + index : index]
      },
    })
Element.prototype.replaceChildren ??= function (this: Element, ...nodes: (Node | string)[]) {
  this.textContent = ''
  this.append(...nodes)
}

export {}

// What the oldest web views lack and the kept libraries use: Object.hasOwn came with Chrome 93 and Safari 15.4.
Object.hasOwn ??= (of: object, key: PropertyKey) => Object.hasOwn(of, key)

export {}

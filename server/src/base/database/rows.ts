/** The row that an insert or a look-up by key must have given. */
export function only<T>(rows: readonly T[]): T {
  const [row] = rows
  if (row === undefined) throw new Error('a row was expected')
  return row
}

export * from './attendance.ts'
/** Every table, for drizzle-kit and the queries. */
export * from './disclosures.ts'
export * from './divisions.ts'
export * from './meetings.ts'
export * from './people.ts'
export * from './polls.ts'
export * from './privacy.ts'
export * from './proposals.ts'

import { customType, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** The division a row belongs to; first in every key, so that policies and partitions are a setting. */
export const villageId = () => text().notNull()
export const id = () => uuid().notNull().defaultRandom()
/** An instant, always from the clock object; no column has a database default for time. */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' })
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** 行政区划代码: a code begins with that of its county, six digits (GB/T 2260), then the township's three and the village's three. */
export const countyOf = (division: string): string => division.slice(0, 6)

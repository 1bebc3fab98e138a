/**
 * 发文字号 (GB/T 9704—2012, 7.2.5): whose, the year in 〔〕 and the number without a zero before it. The number that the
 * records keep (2026-001, R2026-001) stays what it is; 议 and 决 tell the two rows apart. (平台默认)
 */
const KEPT = /^(R?)(\d{4})-(\d+)$/

/** 河湾村议〔2026〕1号; what is no number of ours is printed as it stands. */
export function officialNumber(village: string, kept: string): string {
  const [, resolved, year, number] = KEPT.exec(kept) ?? []
  return number === undefined ? kept : `${village}${resolved ? '决' : '议'}〔${year}〕${Number(number)}号`
}

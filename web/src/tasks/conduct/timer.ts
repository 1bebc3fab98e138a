/** 2:05 of what is left; past the end -0:12. */
export function clockWords(seconds: number): string {
  const whole = Math.abs(seconds)
  return `${seconds < 0 ? '-' : ''}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

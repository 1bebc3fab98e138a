/** 扫码: the browser's own reader where there is one; everything that can be scanned can be typed as well. */
type Detector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> }
declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: string[] }) => Detector
  }
}

export const canScan = (): boolean =>
  typeof window !== 'undefined' && 'BarcodeDetector' in window && !!navigator.mediaDevices?.getUserMedia

/** Reads until stopped; the same code held before the camera is told once. Answers the stop. */
export async function scan(video: HTMLVideoElement, told: (text: string) => void): Promise<() => void> {
  if (!window.BarcodeDetector) throw new Error('no reader')
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  const reader = new window.BarcodeDetector({ formats: ['qr_code'] })
  let last = ''
  video.srcObject = stream
  await video.play()
  const timer = setInterval(async () => {
    const [found] = await reader.detect(video).catch(() => [])
    if (!found || found.rawValue === last) return
    last = found.rawValue
    told(last)
  }, 300)
  return () => {
    clearInterval(timer)
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
}

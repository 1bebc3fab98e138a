import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from 'chart.js'

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Tooltip)

/** 图表: drawn from the table that stands in the page already; whoever has no scripts reads the table. */
export function draw(table: HTMLTableElement) {
  const heads = [...table.querySelectorAll<HTMLElement>('thead th')].slice(1)
  const rows = [...table.querySelectorAll<HTMLElement>('tbody tr')]
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const fills = [colour('--edge'), colour('--red')]
  const ink = colour('--ink')
  const box = document.createElement('div')
  box.className = 'chart'
  const canvas = document.createElement('canvas')
  // The table beside it says the same, so the picture is none for a screen reader.
  canvas.setAttribute('aria-hidden', 'true')
  box.append(canvas)
  box.style.height = `${rows.length * (26 * heads.length + 22) + 90}px`
  const place = table.closest('.table-scroll') ?? table
  place.before(box)
  const short = (text: string) => (text.length > 12 ? `${text.slice(0, 11)}…` : text)
  new Chart(canvas, {
    type: 'bar',
    data: {
      labels: rows.map((row) => short(row.querySelector('th')?.textContent?.trim() ?? '')),
      datasets: heads.map((head, at) => ({
        label: head.textContent?.trim() ?? '',
        data: rows.map((row) => Number(row.querySelectorAll<HTMLElement>('td')[at]?.dataset.fen ?? 0) / 100),
        backgroundColor: heads.length > 1 ? fills[at % fills.length] : fills[1],
      })),
    },
    options: {
      indexAxis: 'y',
      animation: false,
      maintainAspectRatio: false,
      color: ink,
      font: { size: 15 },
      plugins: { legend: { display: heads.length > 1, labels: { font: { size: 15 } } } },
      scales: {
        x: { beginAtZero: true, ticks: { color: ink, maxTicksLimit: 4 } },
        y: { ticks: { color: ink, font: { size: 15 } } },
      },
    },
  })
}

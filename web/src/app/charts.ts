/** 图表: where there is room for them. A phone reads the tables, and fetches nothing more. */
const tables = document.querySelectorAll<HTMLTableElement>('details table[data-chart]')
if (matchMedia('(min-width: 720px)').matches)
  void import('./bars.ts').then(({ draw }) => {
    for (const table of tables) {
      table.closest('details')?.setAttribute('open', '')
      draw(table)
    }
  })

export {}

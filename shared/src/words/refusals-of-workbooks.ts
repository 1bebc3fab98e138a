/** 花名册里的话: what is said of a village's own workbook; most of them only say what was done with a cell. */
import { PLATFORM, rows } from './refusal-row.ts'

// biome-ignore format: one row, one refusal
export const workbooks = rows({
  workbookOld:        { status: 422, zh: '旧版 .xls 文件读不了：请用 WPS 或 Excel 打开，选“另存为”，类型选“.xlsx”，再上传', en: 'This old .xls file cannot be read: open it in WPS or Excel, choose “Save as”, type “.xlsx”, and upload that', rule: 'import', source: PLATFORM },
  csvUnreadable:      { status: 422, zh: '.csv 文件的文字编码认不出：请另存为 .xlsx，或另存为“CSV UTF-8”再上传', en: 'The letters of this .csv file cannot be told: save it as .xlsx or as “CSV UTF-8” and upload that', rule: 'import', source: PLATFORM },
  sheetTaken:         { status: 422, zh: '工作表“{sheet}”按“{as}”读取', en: 'The sheet “{sheet}” was read as “{as}”', rule: 'import', source: PLATFORM },
  sheetJoined:        { status: 422, zh: '工作表“{sheet}”也按“{as}”读取，接在前一张后面：它的第1行在这里写作第{row}行', en: 'The sheet “{sheet}” was read as “{as}” too, behind the one before: its row 1 is told here as row {row}', rule: 'import', source: PLATFORM },
  groupFromRow:       { status: 422, zh: '“{group}”单独占一行：下面的人按这个村民小组登记', en: '“{group}” stands alone in its row: the people below are entered in this village group', rule: 'import', source: PLATFORM },
  rowsAboveSkipped:   { status: 422, zh: '表头在第{row}行，上面的标题和说明没有读', en: 'The headings stand in row {row}; the title and notes above were not read', rule: 'import', source: PLATFORM },
  totalSkipped:       { status: 422, zh: '“{value}”这一行是合计、说明或重复的表头，跳过', en: 'The row “{value}” is a total, a note or the headings once more, and was skipped', rule: 'import', source: PLATFORM },
  mergedFilled:       { status: 422, zh: '“{column}”的合并单元格按同一内容填到下面{rows}行', en: 'The merged cell of “{column}” was filled into the {rows} rows below', rule: 'import', source: PLATFORM },
  marksRemoved:       { status: 422, zh: '“{column}”里有看不见的符号，已去掉', en: '“{column}” held marks that nobody sees; they were removed', rule: 'import', source: PLATFORM },
  nameFolded:         { status: 422, zh: '姓名“{from}”按“{to}”登记（空格、间隔号统一写法）', en: 'The name “{from}” is entered as “{to}” (spaces and dots in one form)', rule: 'import', source: PLATFORM },
  phoneFirst:         { status: 422, zh: '一格里有几个号码：取了第一个手机号，“{rest}”没有登记', en: 'Several numbers in one cell: the first mobile number was taken, “{rest}” was not', rule: 'import', source: PLATFORM },
  sexFromNumber:      { status: 422, zh: '性别空着，按身份证号填为{sex}', en: 'The sex was empty and follows from the ID number: {sex}', rule: 'import', source: PLATFORM },
  dayMonthOnly:       { status: 422, zh: '“{column}”只写到月：请写到日，如 {example}', en: '“{column}” gives only the month; give the day as well, such as {example}', rule: 'import', source: PLATFORM },
  dayOtherForm:       { status: 422, zh: '“{column}”里的“{value}”分不清年月日：请写成 {example} 这样', en: '“{value}” in “{column}” does not tell year, month and day apart; write it like {example}', rule: 'import', source: PLATFORM },
  householdEmpty:     { status: 422, zh: '户号空着：此人没有归入任何户', en: 'The household is empty: this person belongs to none', rule: 'import', source: PLATFORM },
  householdFromSheet: { status: 422, zh: '没有“户”表：按人员表里的户号和村民小组建户', en: 'There is no sheet of households: they were made from the numbers and groups of this one', rule: 'import', source: PLATFORM },
  wordAdvice:         { status: 422, zh: '“{column}”里的“{value}”不能直接用：{advice}', en: '“{value}” in “{column}” cannot be used as it is: {advice}', rule: 'import', source: PLATFORM },
  doubleUndecided:    { status: 422, zh: '像是已经登记过的“{person}”：请先定下是不是同一个人，这一行才会登记', en: 'Looks like “{person}”, who is entered already: decide whether they are one; until then the row is left out', rule: 'import', source: PLATFORM },
  mergeSame:              { status: 422, zh: '同一条登记不能并入自己', en: 'A record is not merged into itself', rule: 'roster', source: PLATFORM },
  mergeTwoIds:            { status: 409, zh: '两条登记各有身份证号，先用“更换号码”更正录错的那一个', en: 'Both records have an ID number; first correct the wrong one', rule: 'roster', source: PLATFORM },
  mergeOtherWay:          { status: 409, zh: '有身份证号的那一条要留下，请打开没有身份证号的那一条来并', en: 'The record with the ID number stays; open the other one to merge it', rule: 'roster', source: PLATFORM },
  mergeHoldsOffice:       { status: 409, zh: '要并掉的那一条还有任职，请先在任职里办到留下的那一条', en: 'The record that would go holds an office; first record it with the one that stays', rule: 'roster', source: PLATFORM },
  mergeOnRoll:            { status: 409, zh: '要并掉的那一条在一次没开完的会的名册上，会开完再并', en: 'The record that would go is on the roll of a meeting that is not over; merge it afterwards', rule: 'roster', source: PLATFORM },
  mergeHeads:             { status: 409, zh: '要并掉的那一条是户主，请先给那一户定新户主', en: 'The record that would go heads a household; first name another head', rule: 'roster', source: PLATFORM },
})

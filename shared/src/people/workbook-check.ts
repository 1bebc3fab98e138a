/** 表内核对: what can be said of a workbook's rows by looking at the workbook alone. Pure. */

import { mask } from '../words/masking.ts'
import { explain } from '../words/refusal.ts'
import type { RefusalCode } from '../words/refusals.ts'
import type { HouseholdRow, MemberRow, OfficeRow, PersonRow, SheetKey, WorkbookRows } from './workbook.ts'
import { noRows, sheetOf } from './workbook.ts'
import type { ParsedRow, RowFault } from './workbook-row.ts'

export type ParsedSheets = Record<SheetKey, ParsedRow[]>

/** The rows that can be taken over as far as the file goes, and every fault. A later duplicate is the faulty one. */
export function checkRows(parsed: ParsedSheets): { rows: WorkbookRows; faults: RowFault[] } {
  const rows = noRows()
  const faults: RowFault[] = []
  const take = <T>(
    sheet: SheetKey,
    into: T[],
    same: (row: T) => { key: string; column: string; code: RefusalCode; value: string },
  ) => {
    const first = new Map<string, number>()
    for (const { values, faults: own } of parsed[sheet]) {
      faults.push(...own)
      if (own.some(({ stops }) => stops)) continue
      const { key, column, code, value } = same(values as T)
      const earlier = first.get(key)
      if (earlier === undefined) {
        first.set(key, values.row)
        into.push(values as T)
      } else
        faults.push({
          sheet: sheetOf(sheet).name,
          row: values.row,
          column,
          value,
          code,
          params: { row: earlier },
          stops: true,
        })
    }
  }
  take<HouseholdRow>('households', rows.households, (row) => ({
    key: row.number,
    column: '户号',
    code: 'rowDuplicate',
    value: row.number,
  }))
  take<PersonRow>('people', rows.people, (row) =>
    row.idNumber
      ? {
          key: row.idNumber,
          column: '身份证号',
          code: 'idNumberDuplicate',
          value: mask('idNumber', row.idNumber),
        }
      : {
          key: `${row.name}|${row.household ?? ''}|${row.birthDate}`,
          column: '姓名',
          code: 'rowDuplicate',
          value: row.name,
        },
  )
  take<OfficeRow>('offices', rows.offices, (row) => ({
    key: `${whoOf(row)}|${row.office}|${row.from}`,
    column: '姓名',
    code: 'rowDuplicate',
    value: row.name,
  }))
  take<MemberRow>('members', rows.members, (row) => ({
    key: whoOf(row),
    column: '姓名',
    code: 'rowDuplicate',
    value: row.name,
  }))
  return { rows, faults }
}

const whoOf = (row: { name: string; idNumber?: string | null; household?: string | null }): string =>
  row.idNumber || `${row.name}|${row.household ?? ''}`

/** How to mend it, where the sentence itself does not say. */
const MENDS: Partial<Record<RefusalCode, { zh: string; en: string }>> = {
  cellEmpty: { zh: '请填写此格', en: 'Fill in this cell' },
  idNumberWrong: {
    zh: '对照身份证改正；末位是X时写大写X',
    en: 'Correct it from the card; a final X is a capital X',
  },
  idNumberSex: { zh: '核对性别或身份证号第17位', en: 'Compare the sex with the 17th character' },
  idNumberDuplicate: { zh: '删去重复的一行，或改正号码', en: 'Delete one of the rows or correct the number' },
  rowDuplicate: { zh: '删去重复的一行', en: 'Delete one of the rows' },
  phoneWrong: { zh: '填11位手机号，没有的留空', en: 'Give 11 digits or leave it empty' },
  cellUnknownWord: { zh: '改成可填的词，或留空', en: 'Use one of these words, or leave it empty' },
  cellScientific: {
    zh: '把这一列设为“文本”格式，再照证件重填',
    en: 'Set the column to text and type it again from the card',
  },
  columnUnknown: {
    zh: '不用管；要用就改成模板里的列名',
    en: 'Nothing to do; to use it, take a heading of the template',
  },
  phoneFirst: {
    zh: '要登记另一个，请改成只写那一个',
    en: 'To enter the other one, leave only that in the cell',
  },
  birthDateNeeded: { zh: '填写身份证号或出生日期', en: 'Give the ID number or the birth date' },
  birthDateDiffers: {
    zh: '出生日期可留空，由身份证号得出',
    en: 'Leave the birth date empty; it follows from the number',
  },
  unknownHousehold: {
    zh: '先在“户”表加上这一户，或改正户号；没有“户”表的，给名单加一列“村民小组”',
    en: 'Add the household to the sheet 户 or correct the number; where there is no such sheet, give the list a column 村民小组',
  },
  householdEmpty: {
    zh: '同一户的人写同一个户号；没有户号的名单，写明与户主关系或户主姓名',
    en: 'Write one number for all of a household; a list without numbers tells the relation to the head, or his name',
  },
  headFaulty: { zh: '先改户主那一行', en: 'First mend the row of the head' },
  headMissing: {
    zh: '把户主也写进名单，或给此人写户号',
    en: 'Enter the head as well, or give this person a household number',
  },
  homeNoGroup: {
    zh: '加一列“村民小组”，或在一组人上面单独一行写组名',
    en: 'Add a column 村民小组, or write the name of the group in a row above its people',
  },
  homeKept: {
    zh: '真的换了户的，在此人页面上改户号',
    en: 'Who did move is given another household on his own page',
  },
  unknownPerson: {
    zh: '先在“人员”表加上此人，并改正该行的错误',
    en: 'Add the person to the sheet 人员 and mend that row',
  },
  personAmbiguous: { zh: '填写身份证号', en: 'Give the ID number' },
  twoFromOneHousehold: {
    zh: '保留一人，或先填另一人的任期结束',
    en: 'Keep one of them, or end the other term first',
  },
  householdRepresentedTwice: { zh: '从其中一人的“代表户号”里删去', en: 'Take it off one of the two lists' },
  representativeTooYoung: {
    zh: '改正任期开始或更换代表',
    en: 'Correct the term or name another representative',
  },
  termsOverlap: { zh: '先填前一任期的结束日期', en: 'End the earlier term first' },
  secondHead: { zh: '每户只留一名户主', en: 'Keep one head a household' },
  rowStale: {
    zh: '重新导出后再改，或确认时选择覆盖',
    en: 'Export again and repeat the change, or choose to overwrite',
  },
  householdsPerRepresentative: { zh: '核对“代表户号”', en: 'Compare the households represented' },
  tooFewWomen: {
    zh: '不影响导入；代表会议召开前须补足',
    en: 'The import goes on; to be set right before the representatives meet',
  },
  tooFewRepresentatives: {
    zh: '不影响导入；代表会议召开前须补足',
    en: 'The import goes on; to be set right before the representatives meet',
  },
}

/** A fault as the page shows it: what is wrong and how to mend it, in both languages. */
export function explainFault(fault: RowFault) {
  const { messageZh, messageEn } = explain(fault.code, fault.params)
  const mend = MENDS[fault.code]
  const { sheet, row, column, value, code, stops } = fault
  return {
    sheet,
    row,
    column,
    value,
    code,
    stops,
    messageZh,
    messageEn,
    mendZh: mend?.zh ?? null,
    mendEn: mend?.en ?? null,
  }
}

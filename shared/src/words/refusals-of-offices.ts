/** 任职的拒绝: who may hold which office, and by whose act. */
import { PLATFORM, RCEO, rows, VC } from './refusal-row.ts'

// biome-ignore format: one row, one refusal
export const offices = rows({
  oversightInCommittee:   { status: 422, zh: '村民委员会成员不得担任村务监督委员会成员', en: 'A village committee member cannot sit on the oversight committee', rule: 'composition', source: `${VC} art 37` },
  nearRelativeBarred:     { status: 422, zh: '与“{person}”（{office}）是近亲属，不能担任', en: 'Near relative of “{person}” ({office}): barred', rule: 'composition', source: `${VC} art 37；${RCEO} art 34` },
  supervisorBarred:       { status: 422, zh: '理事、财务会计人员不得担任监事', en: 'Nobody of the board or its accounts can be a supervisor', rule: 'composition', source: `${RCEO} art 34` },
  oversightByImport:      { status: 409, zh: '监督委员会的任职不能用导入登记或修改：请在“任职”页附选举记录提出，由乡镇确认', en: 'Offices of the oversight committee are not recorded or changed by an import: propose them on the page of offices with the minutes of the election; the township confirms', rule: 'two persons', source: `${VC} art 37` },
  oversightAccountant:    { status: 422, zh: '报账员不得担任村务监督委员会成员', en: 'The accountant cannot sit on the oversight committee', rule: 'composition', source: '河南省实施村委会组织法办法 art 56' },
  oversightSize:          { status: 422, zh: '村务监督委员会由3至5人组成，现为{count}人', en: 'The oversight committee has 3 to 5 members; this one {count}', rule: 'composition', source: '河南省实施村委会组织法办法 art 56' },
  committeeSize:          { status: 422, zh: '村民委员会由3至7人组成，现为{count}人', en: 'The village committee has 3 to 7 members; this one {count}', rule: 'composition', source: `${VC} art 8` },
  committeeNoWoman:       { status: 422, zh: '村民委员会成员中应当有妇女', en: 'The village committee must have at least one woman', rule: 'composition', source: `${VC} art 8` },
  memberRepresentativesTooFew: { status: 422, zh: '成员代表大会的代表应多于二十人，现为{count}人', en: 'Member representatives must be more than twenty; there are {count}', rule: 'composition', source: `${RCEO} art 28` },
  actTooEarly:           { status: 409, zh: '{from}以后才能确认：此前要公示，或者听本人意见', en: 'It may be confirmed from {from}: until then it is posted, or whom it concerns may speak', rule: 'two persons', source: PLATFORM },
  officeGroundNeeded:    { status: 422, zh: '不同意任职须说明是哪一种：没有文件、与文件不符、法律规定不能担任', en: 'A no to an office names its ground: paper missing, not as the paper says, barred by law', rule: 'two persons', source: `${VC} arts 6, 37` },
  clerksInOffice:        { status: 409, zh: '村里还有人可以登记任职，乡镇不能代替', en: 'Somebody in the village can still record offices; the township cannot do it instead', rule: 'two persons', source: `${VC} art 6` },
  officeByImport:         { status: 409, zh: '“{office}”不能用导入登记、改变：请在“任职”页附文件提出，由{second}核对', en: '“{office}” is not recorded or changed by an import: propose it on the page of offices with its paper; {second} looks at it', rule: 'two persons', source: PLATFORM },
  officeEndByImport:      { status: 409, zh: '任期不能用导入提前结束：请在“任职”页附文件提出，先告知本人', en: 'A term is not made shorter by an import: propose its end on the page of offices with its paper; whoever holds it is told first', rule: 'two persons', source: PLATFORM },
  deputyUnfit:           { status: 422, zh: '代书记主持：一次最多到{until}，同一时间只能有一人', en: 'Who stands in for the secretary is one at a time, and until {until} at the latest', rule: 'deputy', source: PLATFORM },
})

/** 电话与身份证号: sealed to read, indexed to find. The one place that knows under which names. */
import { normaliseIdNumber } from '@cunyi/shared/words/idnumber.ts'
import { blindIndex, type Keys, openField, sealField } from './keys.ts'

export const normalisePhone = (text: string): string =>
  text.replace(/[\s-]/g, '').replace(/^(\+?86)(?=1\d{10}$)/, '')
export const isPhone = (phone: string): boolean => /^1\d{10}$/.test(phone)
/** Numbers that no network gives out; only demo and tests take them. */
export const isDemoPhone = (phone: string): boolean => phone.startsWith('100')

export const phoneIndexOf = (keys: Keys, phone: string): string =>
  blindIndex(keys, 'phone', normalisePhone(phone))
export const idIndexOf = (keys: Keys, idNumber: string): string =>
  blindIndex(keys, 'idNumber', normaliseIdNumber(idNumber))

/** The columns of `people` that hold a phone and an ID number. */
export const sealIdentity = (
  keys: Keys,
  { phone, idNumber }: { phone: string | null; idNumber: string | null },
) => ({
  phone: phone === null ? null : sealField(keys, 'people.phone', normalisePhone(phone)),
  phoneIndex: phone === null ? null : phoneIndexOf(keys, phone),
  idNumber: idNumber === null ? null : sealField(keys, 'people.idNumber', normaliseIdNumber(idNumber)),
  idIndex: idNumber === null ? null : idIndexOf(keys, idNumber),
})

export const openPhone = (keys: Keys, sealed: Buffer | null): string | null =>
  sealed === null ? null : openField(keys, 'people.phone', sealed)
export const openIdNumber = (keys: Keys, sealed: Buffer | null): string | null =>
  sealed === null ? null : openField(keys, 'people.idNumber', sealed)

/** 本人: who is put into an office before the village has a roster, or where it has none. */
export type Person = { name: string; phone: string; idNumber: string }

export const nobody = (): Person => ({ name: '', phone: '', idNumber: '' })
export const trimmed = ({ name, phone, idNumber }: Person): Person => ({
  name: name.trim(),
  phone: phone.trim(),
  idNumber: idNumber.trim(),
})
export const isWhole = (person: Person): boolean => Object.values(trimmed(person)).every(Boolean)

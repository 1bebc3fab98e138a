/** 选项, as the ballot says them and as the model counts them. */
const CHOICES = { for: 1, against: 2, abstain: 3 } as const
export type Choice = keyof typeof CHOICES
export const CHOICE_LIST = Object.keys(CHOICES) as Choice[]
export const codeOf = (choice: Choice): number => CHOICES[choice]
export const choiceOf = (code: unknown): Choice | undefined =>
  CHOICE_LIST.find((key) => CHOICES[key] === code)

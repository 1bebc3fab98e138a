/** 离开本村: who has died is on no roll any more; who moved away keeps the place he has on one that was frozen. (integrity D30) */

/** What a village writes as the reason. */
const DEATH = /去世|逝世|过世|死亡|病故|亡故|身故|[Dd]ied|[Dd]eath|[Dd]eceased/
/** The same pattern, for PostgreSQL. */
export const DEATH_WORDS = DEATH.source
export const hasDied = (reason: string | null | undefined): boolean => DEATH.test(reason ?? '')

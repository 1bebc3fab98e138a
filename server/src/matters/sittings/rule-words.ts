import type { MeetingRule } from '@cunyi/shared/law/meeting-rules.ts'
import { shareWords } from '@cunyi/shared/words/share.ts'

/** 规则 in words: quorum and majority with their bases. */
export function ruleWords(rule: MeetingRule): { zh: string; en: string } {
  const [quorum, majority] = [shareWords(rule.quorum), shareWords(rule.majority)]
  const base =
    rule.majorityBase === 'present'
      ? { zh: '到会人员', en: 'those present' }
      : { zh: '应到人员', en: 'all entitled' }
  return {
    zh: `应到人员${quorum.zh}到会，${base.zh}${majority.zh}赞成为通过`,
    en: `${quorum.en} of those entitled present; ${majority.en} of ${base.en} in favour`,
  }
}

/** Invented names: a surname and two characters drawn by dice. Nobody is meant by any of them. */
import type { Sex } from '@cunyi/shared/words/vocabulary.ts'
import type { Dice } from './random.ts'

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
]
const FIRST = [
  ...'云春冬秋夏晓东西南北中平安长永福禄寿喜庆广厚广振兴旺发根茂盛清泽润沛源洪沐河川岭山峰岩石松柏桐槐柳',
]
const MEN = [
  ...'田耕牛栓柱锁墩强壮良成全有金银铁钢铜锤石山海江波涛河林森岩峰岭磊屯堂台楼村仓库粮穗谷丰收年岁',
]
const WOMEN = [
  ...'禾苗花叶枝蔓藤莲荷菊梅兰竹桃杏枣梨荞麦豆芽茶絮棉纱绢绸锦线针巧妞妮婵娥姐娃英凤雁燕鹃鹂莺雀',
]

/** 生僻字: they must survive import, search, screen and paper. */
export const RARE_GIVEN = ['䶮', '㛃', '𬭚', '𠅤', '喆', '玥', '燚', '犇', '𣸣', '㴪'] as const

export const surname = (dice: Dice): string => dice.pick(SURNAMES)
export const given = (dice: Dice, sex: Sex): string =>
  dice.pick(FIRST) + dice.pick(sex === 'male' ? MEN : WOMEN)

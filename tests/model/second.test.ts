import { playHalf } from './halves.ts'

playHalf(2)

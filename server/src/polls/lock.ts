export { lockPoll, lockPolls } from './queries/lock.ts'

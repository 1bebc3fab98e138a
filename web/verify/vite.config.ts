import { configFor } from './build.ts'

export default configFor()

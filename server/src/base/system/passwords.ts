export interface Passwords {
  admin: string
  owner: string
  server: string
}

export default {
  kept: 'Kept on the server; it can be taken up on any device:',
  beside: '{name} is writing on this too. Better speak to each other first.',
  taken: '{name} changed it just now; this is the newest.',
  clash: '{name} wrote on this too',
  clashOwn: 'You wrote on this on another device',
  clashHelp:
    'See what differs, then choose one. Until then both are there and nothing is lost. Struck out is what that one has and yours has not; shaded is what you wrote.',
  takeTheirs: 'Take that one',
  keepMine: 'Keep mine',
}

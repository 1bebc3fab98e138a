export default {
  kept: '已存到服务器，换一台电脑也能接着写：',
  beside: '{name} 也在改这份稿子。各写各的会撞上，最好先打个招呼。',
  taken: '{name} 刚改过，已换成最新的。',
  clash: '{name} 刚才也改了这份稿子',
  clashOwn: '您在另一台设备上改过这份稿子',
  clashHelp:
    '先看一看哪里不同，再选一份；没有选之前，两份都在，哪份也不会丢。划线的是那一份有、您没有的，加底色的是您新写的。',
  takeTheirs: '用那一份',
  keepMine: '用我写的',
}

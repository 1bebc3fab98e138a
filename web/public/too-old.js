// A browser too old for the member pages is told so in words; the public pages need no script.
document.getElementById('app').innerHTML =
  '<p class="plain">这个浏览器太旧，不能在此办理。请换用新一点的浏览器或微信打开。<br><a href="/">公开栏可以照常看</a>，也可以请村委会代办。</p>'

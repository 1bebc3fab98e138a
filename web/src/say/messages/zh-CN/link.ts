export default {
  title: '短信里的链接',
  byPhone: '用手机号登录',
  enter: '我是{name}，进入',
  newDevice: '这部手机还没有登录过。验证码会发到 {name} 自己的号码上。',
  sendCode: '发验证码到 {phone}',
  code: '发到 {phone} 的验证码',
  only: '这个链接只给您本人，请不要转发。',
}

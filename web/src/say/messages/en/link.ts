export default {
  title: 'The link of a message',
  byPhone: 'Log in with the phone number',
  enter: 'I am {name}: enter',
  newDevice: 'This phone has not been logged in before. The code goes to the number of {name}.',
  sendCode: 'Send a code to {phone}',
  code: 'The code sent to {phone}',
  only: 'This link is for you alone; please do not pass it on.',
}

// What --help says.
import { say } from './words.mjs'

const HELP = {
  start: `npm start                       演示县 the demo county: http://127.0.0.1:3000
npm start -- --port 8080        换端口 another port
npm start -- --host 0.0.0.0     局域网里的手机也能打开，终端里有二维码
                                for phones in the network too; the terminal shows a QR code
npm start -- --demo-open        演示按钮（以某人身份进入、拨钟）也给局域网里的人用
                                the demo's buttons (enter as …, move the clock) for the network as well
npm start -- --processes 2      两个进程一起应答 two processes answer; a third does what is due
npm start -- keys FILE          给正式服务器做密钥文件 makes a key file for production
npm start -- init --help        正式服务器：导入区划和第一位县级管理员 production: divisions, first administrator
npm run demo:reset              清掉演示数据，下次启动重新生成 throws the demo away; the next start makes a new one
npm test -- --help · npm run scenario -- --help · npm run bench -- --help

设置 Settings: .env (.env.example)，命令行优先 the command line goes first.
Ctrl-C 停止 stops it.`,
  init: `npm start -- init FILE.csv --county CODE --name 姓名 --phone 手机号 --id-number 身份证号
  FILE.csv      code,name,level,parent_code; UTF-8 或 or GB18030
  --county      县的区划代码 the county's code in that file
  其余是第一位县级管理员 the rest is the first county administrator; 只打印一次性登录链接 a one-time link is printed`,
  keys: `npm start -- keys FILE          给正式服务器做密钥文件 makes a key file for production (KEY_FILE)`,
  test: `npm test                        不需要浏览器的测试 every suite that needs nothing but Node
npm test -- FILE                只跑路径里有这几个字的文件 only the files with this in their path
npm test -- rules server        只跑这几组 only these suites
npm test -- --later             需要浏览器或时间的 those that need a browser or time
npm test -- --all               全部 both`,
  scenario: `npm run scenario -- FILE.yaml …            按剧本演一遍 plays scenario files (tests/scenarios/README.md)
  --papers DIR                  把看过的材料留在 DIR keeps every paper it looks at
  --packages DIR                把归档事项的档案包留在 DIR keeps the packages of archived matters
  --base-url URL                在已经开着的测试服务器上演 against a server in test mode
  --schema                      重新写出 schema.json writes schema.json anew`,
  bench: `npm run bench                   全部测速 everything of the README's table; takes minutes
npm run bench -- S3 S6          只测这几项 only these
npm run bench:paired -- OLD NEW 两个版本轮流比 two checkouts, alternately
npm run bench:papers · npm run bench:packages`,
}

export const asksHelp = (args) => args.some((arg) => arg === '--help' || arg === '-h')

/** @param {keyof typeof HELP} what */
export function help(what) {
  say(HELP[what])
  return 0
}

export default {
  title: '比较', sub: '两次运行相互比较；若有共同的组合，则扣除机器在两次之间的变化', a: 'A', b: 'B', choose: '选择一次运行', swap: '交换', runs: '运行', which: '运行 {{side}}', arm: '组合', allArms: '双方共有的全部',
  none: '请选择两次运行。', noneMore: '可在此选择，也可从资料库中的运行进入。同一次运行也可与自身比较：选择其中两个组合。', one: '请选择另一次运行。', loading: '正在读取两次运行', failed: '这两者无法比较', nothing: '没有双方都有效的组合。请分别选择一个组合。',
  machine: '{{arm}} 在 B 中耗时为 {{times}}：这是机器的变化，已从与它对照测得的结果中扣除。',
  head: { arm: '组合', verdict: 'B', a: 'A，{{unit}}', b: 'B，{{unit}}', shift: '差异', by: '比较方式' }, by: { rounds: '轮内配对', anchor: '以共同组合', times: '仅以时间' },
  verdict: { faster: '更快', slower: '更慢', 'no difference': '未见差异', 'too noisy': '噪声太大，无法判断', 'not trusted': '不可信' },
  flame: '差异火焰图', flameSub: '各阶段的平均时间，宽度按 A；按 B 的变化着色，区间含零处为灰色', flameOf: '{{b}}（B）对照 {{a}}（A）', tail: '尾部', tailSub: '各分位数按各自区间', quantile: '分位数',
  differs: '不同之处', scenario: '场景', environment: '机器与程序', noDifference: '场景与机器相同。', only: '仅在 {{side}} 中：{{arms}}', compareWith: '比较', noRuns: '还没有运行。',
};

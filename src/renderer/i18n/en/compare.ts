export default {
  title: 'Compare', sub: 'Two runs set against each other; what the machine changed between them is taken out where they share an arm', a: 'A', b: 'B', choose: 'choose a run', swap: 'Swap', runs: 'Runs', which: 'Run {{side}}', arm: 'Arm', allArms: 'all that both have',
  none: 'Choose two runs.', noneMore: 'Each can be chosen here, or from a run in the Library. A run can also be set against itself: choose two of its arms.', one: 'Choose the other run.', loading: 'Reading both runs', failed: 'These two cannot be compared', nothing: 'No arm is good in both. Choose an arm of each.',
  machine: '{{arm}} took {{times}} as long in B: that is the machine, and is taken out of what was measured against it.',
  head: { arm: 'arm', verdict: 'B is', a: 'A, {{unit}}', b: 'B, {{unit}}', shift: 'shift', by: 'compared' }, by: { rounds: 'paired in rounds', anchor: 'by the common arm', times: 'by times alone' },
  verdict: { faster: 'faster', slower: 'slower', 'no difference': 'no difference seen', 'too noisy': 'too noisy to tell', 'not trusted': 'not trusted' },
  flame: 'Differential flame', flameSub: 'mean time of each phase, as wide as in A; coloured by what B changes, grey where the interval holds zero', flameOf: '{{b}} (B) against {{a}} (A)', tail: 'Tail', tailSub: 'each quantile by its own interval', quantile: 'quantile',
  differs: 'What differs', scenario: 'Scenario', environment: 'Machine and programs', noDifference: 'Scenario and machine are the same.', only: 'only in {{side}}: {{arms}}', compareWith: 'Compare', noRuns: 'There are no runs yet.',
};

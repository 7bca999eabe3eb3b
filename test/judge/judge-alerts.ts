import type { Finding } from './judge';

/** Each planned alert once, and none besides. */
export function judgeAlerts(planned: readonly string[], sent: readonly string[]): Finding[] {
  const times = new Map<string, number>();
  for (const alert of sent) times.set(alert, (times.get(alert) ?? 0) + 1);
  const missing = planned
    .filter((alert) => !times.has(alert))
    .map((subject): Finding => ({ kind: 'missing alert', subject, detail: 'was never sent' }));
  const others = [...times].flatMap(([subject, count]): Finding[] => {
    if (!planned.includes(subject))
      return [{ kind: 'unplanned alert', subject, detail: 'was sent to nobody’s plan' }];
    if (count > 1)
      return [{ kind: 'doubled alert', subject, detail: `was sent ${String(count)} times` }];
    return [];
  });
  return [...missing, ...others];
}

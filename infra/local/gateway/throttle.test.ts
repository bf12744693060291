import { describe, expect, it } from 'vitest';
import { createThrottle } from './throttle.ts';

describe('the throttle', () => {
  it('lets a burst pass, then as many as the rate allows', () => {
    let now = 0;
    const mayPass = createThrottle({ ratePerSecond: 10, burst: 3 }, () => now);
    const passed = (): number => Array.from({ length: 10 }, () => mayPass()).filter(Boolean).length;
    expect(passed()).toBe(3);
    expect(passed()).toBe(0);
    now += 200;
    expect(passed()).toBe(2);
    now += 60_000;
    expect(passed()).toBe(3);
  });
});

import { describe, expect, it } from 'vitest';
import { GROUP_IDS, restOf, type PhaseId } from '../phases/tree.ts';
import { RESULT } from '../../../tests/fixtures/result.ts';
import { flameOfArm, flameOfExample, NO_FLAME, type FlameData } from './data.ts';
import { GUTTER, LANE, layoutFlame, ROW, ROW_COMPACT, type Rect } from './layout.ts';
import { hit, step, targetOf } from './navigate.ts';
import { axisRange, niceStep, panned, ticksIn, zoomed } from './scale.ts';
import { asText, meanFlame, PLAIN_TEXT, timeline } from './timeline.fixture.ts';

// One px a µs: the plot is as wide as the axis.
const draw = (data: FlameData, pxPerUs = 1, from = -100, to = 1_400) =>
  layoutFlame({ data, text: PLAIN_TEXT, width: GUTTER + (to - from) * pxPerUs, view: { from: from * 1_000, to: to * 1_000 } });

const GO_GO = timeline(`
  go client  -54 connectStart · -4 connectEnd · 0 start · 84 write 92 · 95 read 440 · 526 hsSecret · 546 verifyStart · 750 verifyEnd · 750 verified · 830 appSecret · 840 write 850 · 852 end
  go server  -12 start · -8 read 112 · 126 parsed · 234 hsSecret · 250 signStart · 302 signEnd · 330 write 410 · 412 read 880 · 905 finishedRead · 925 end
`);


describe('layoutFlame', () => {
  it('grows the client up from the lane and the server down, on one axis', () => {
    expect(asText(draw(meanFlame([GO_GO])))).toBe(`client 1: 540–626 c.kx "c.kx/86" | 626–646 c.flight.rest | 646–850 c.verify "c.verify/204" | 850–930 c.cv "c.cv/80" | 930–940 c.finished | 940–950 c.finished.write
client 0: 46–96 connect "50" | 100–184 c.hello "c.hello/84" | 184–192 c.hello.write | 192–510 c.wait //// "c.wait/318" | 510–540 c.wait.wakeup \\\\\\\\ "30" | 540–950 c.flight "c.flight/410" | 950–952 c.rest
lane: 192→212 ClientHello | 510→540 server flight | 950→980 Finished | 1025→1025 tickets
server 0: 88–192 s.wait.hello //// "s.wait.hello/104" | 192–212 s.wait.hello.wakeup \\\\\\\\ | 212–510 s.flight "s.flight/298" | 510–950 s.wait.finished //// "s.wait.finished/440" | 950–980 s.wait.finished.wakeup \\\\\\\\ "30" | 980–1005 s.finished "25" | 1005–1025 s.tickets
server 1: 212–226 s.parse | 226–334 s.kx "s.kx/108" | 334–350 s.build | 350–402 s.sign "s.sign/52" | 402–430 s.build "28" | 430–510 s.write "s.write/80"`);
  });

  it('tells the round trip of a HelloRetryRequest: two waits with one mean stand where they were, at their messages', () => {
    const layout = draw(meanFlame([timeline(`
      go retried client  0 start · 80 write 90 · 92 read 200 · 260 write 270 · 272 read 600 · 700 hsSecret · 800 write 810 · 812 end
      go retried server  -10 start · -5 read 110 · 160 write 180 · 182 read 290 · 400 hsSecret · 560 write 580 · 582 read 830 · 850 finishedRead · 870 end
    `)]));
    expect(asText(layout).split('\n').filter((line) => /^(lane|client 0|server 0)/.test(line)).join('\n')).toBe(`client 0: 100–180 c.hello "c.hello/80" | 180–190 c.hello.write | 190–290 c.wait //// "c.wait/100" | 290–300 c.wait.wakeup \\\\\\\\ | 300–370 c.retry "c.retry/70" | 370–670 c.wait //// "c.wait/300" | 670–700 c.wait.wakeup \\\\\\\\ "30" | 700–910 c.flight "c.flight/210" | 910–912 c.rest
lane: 190→210 ClientHello | 280→300 HelloRetryRequest (no label) | 370→390 ClientHello 2 | 680→700 server flight | 910→930 Finished | 970→970 tickets
server 0: 90–189 s.wait.hello //// "s.wait.hello/99" | 189–210 s.wait.hello.wakeup \\\\\\\\ | 210–280 s.retry "s.retry/70" | 280–371 s.wait.hello //// "s.wait.hello/91" | 371–390 s.wait.hello.wakeup \\\\\\\\ | 390–680 s.flight "s.flight/290" | 680–910 s.wait.finished //// "s.wait.finished/230" | 910–930 s.wait.finished.wakeup \\\\\\\\ | 930–950 s.finished | 950–970 s.tickets`);
  });

  it('goes on with a build that the signature interrupted', () => {
    // Means of one handshake are that handshake: what the layout makes of them must be what happened.
    const sign = draw(meanFlame([GO_GO])).rects.find((rect) => rect.ids[0] === 's.sign') as Rect;
    expect([sign.x - GUTTER - 100, sign.width]).toEqual([250, 52]);
  });

  it('lets a rare scheduling delay follow its wait, whenever those few handshakes had it', () => {
    const usual = timeline('go client  0 start · 80 write 90 · 92 read 400 · 500 hsSecret · 800 write 810 · 812 end\ngo server  -10 start · -5 read 100 · 380 write 400 · 402 read 830 · 870 end');
    const late = timeline('go client  0 start · 80 write 90 · 92 read 900 · 1000 hsSecret · 1300 write 1310 · 1312 end\ngo server  -10 start · -5 read 100 · 500 write 600 · 602 read 1330 · 1370 end');
    const row = draw(meanFlame([...Array<typeof usual>(9).fill(usual), late])).rects.filter((rect) => rect.side === 'client' && rect.level === 0).map((rect) => rect.ids[0]);
    expect(row.filter((id) => id === 'c.wait')).toHaveLength(1);
    expect(row.indexOf('c.wait.wakeup')).toBe(row.indexOf('c.wait') + 1);
  });

  it('does not cut a group: its children are drawn once, within it', () => {
    // The mean start of the wait lies before the mean end of the flight, as it does where a few flights are long.
    const usual = timeline('go client  0 start · 80 write 90 · 92 read 400 · 500 hsSecret · 800 write 810 · 812 end\ngo server  -10 start · -5 read 100 · 110 parsed · 200 hsSecret · 300 write 320 · 322 read 830 · 840 finishedRead · 870 end');
    const data = meanFlame([usual]);
    const early = { ...data, server: data.server.map((phase) => (phase.id === 's.wait.finished' ? { ...phase, startNs: phase.startNs - 100_000 } : phase)) };
    const layout = draw(early, 4);
    const flights = layout.rects.filter(({ ids }) => ids[0] === 's.flight');
    expect(flights).toHaveLength(1);
    const [flight] = flights as [Rect];
    const within = layout.rects.filter(({ side, level }) => side === 'server' && level === 1);
    expect(within.length).toBeGreaterThan(2);
    for (const { x, width } of within) expect(x >= flight.x - 1 && x + width <= flight.x + flight.width + 1).toBe(true);
  });

  it('draws waiting as waiting, never in a phase’s colour', () => {
    for (const rect of draw(meanFlame([GO_GO])).rects) {
      if (rect.kind === 'wait' || rect.kind === 'wakeup') expect(rect.colour).toBeNull();
      if (rect.kind === 'phase') expect(rect.colour).not.toBeNull();
    }
  });

  it('puts the validation of .NET after its Finished, and leaves what no hook splits in grey', () => {
    const layout = draw(meanFlame([timeline(`
      dotnet client  0 start · 80 write 90 · 95 read 673 · 800 write 820 · 840 verifyStart · 1040 verifyEnd · 1080 end
      dotnet server  0 start · 10 read 110 · 600 write 640 · 650 read 850 · 950 write 980 · 985 end
    `)]));
    expect(asText(layout)).toBe(`client 1: 773–900 c.flight.rest "c.flight.rest/127" | 900–920 c.finished.write | 920–940 c.validate.rest | 940–1140 c.verify "c.verify/200" | 1140–1180 c.validate.rest "rest/40"
client 0: 100–180 c.hello "c.hello/80" | 180–190 c.hello.write | 190–740 c.wait //// "c.wait/550" | 740–773 c.wait.wakeup \\\\\\\\ "33" | 773–920 c.flight "c.flight/147" | 920–1180 c.validate "c.validate/260"
lane: 190→210 ClientHello | 740→773 server flight | 920→950 Finished | 1085→1085 tickets
server 0: 100–190 s.wait.hello //// "s.wait.hello/90" | 190–210 s.wait.hello.wakeup \\\\\\\\ | 210–740 s.flight "s.flight/530" | 740–920 s.wait.finished //// "s.wait.finished/180" | 920–950 s.wait.finished.wakeup \\\\\\\\ "30" | 950–1050 s.finished "s.finished/100" | 1050–1085 s.tickets "35"
server 1: 210–700 s.flight.rest "s.flight.rest/490" | 700–740 s.write "write/40"`);
    expect(layout.rects.filter((rect) => rect.kind === 'rest').every((rect) => rect.colour === null)).toBe(true);
  });

  it('caps a bar over decode, verification and signature check with the last one’s colour', () => {
    const layout = draw(meanFlame([timeline(`
      node client  0 start · 300 hsSecret · 700 nameChecked · 760 end
      node server  0 start · 200 parsed · 340 hsSecret · 800 end
    `)]));
    const check = layout.rects.find((rect) => rect.ids[0] === 'c.check') as Rect;
    expect([check.colour, check.cap]).toEqual(['verify', 'cvcheck']);
    expect(layout.arrows).toEqual([]);
  });

  it('merges neighbours under 3 px into one grey mark that opens on zoom', () => {
    const data = meanFlame([timeline(`
      go client  0 start · 80 write 90 · 95 read 400 · 401 hsSecret · 402 verifyStart · 403 verifyEnd · 403 verified · 404 appSecret · 500 write 510 · 510 end
    `)]);
    const far = draw(data).rects.find((rect) => rect.kind === 'merged') as Rect;
    expect(far.ids).toEqual(['c.kx', 'c.flight.rest', 'c.verify', 'c.cv']);
    expect([far.colour, far.amount]).toEqual([null, 4_000]);
    const near = draw(data, 20, 395, 410);
    expect(near.rects.filter((rect) => rect.level === 1).map((rect) => rect.ids[0])).toEqual(['c.kx', 'c.flight.rest', 'c.verify', 'c.cv', 'c.finished']);
  });

  it('culls what is under half a pixel and keeps the rest at one', () => {
    const widths = (us: number): number[] =>
      draw(meanFlame([timeline(`go client  0 start · 100 write 200 · 210 read ${600 - us} · 600 write 700 · 700 end`)])).rects
        .filter((rect) => rect.ids[0] === 'c.finished' || rect.ids[0] === 'c.flight.rest').map((rect) => rect.width);
    expect(widths(0.7)).toEqual([1]);
    expect(widths(0.3)).toEqual([]);
  });

  it('leaves a label out rather than clip it', () => {
    for (const scale of [0.1, 0.3, 0.7, 1, 3]) {
      const layout = draw(meanFlame([GO_GO]), scale);
      for (const rect of layout.rects) {
        for (const line of rect.lines) {
          expect(line.x).toBeGreaterThanOrEqual(rect.x + 6);
          expect(line.x + PLAIN_TEXT.measure(line.text, line.strong)).toBeLessThanOrEqual(rect.x + rect.width - 4);
        }
      }
    }
  });

  it('never lets two labels of the lane meet', () => {
    for (const scale of [0.2, 0.4, 0.7, 1]) {
      const spans = draw(meanFlame([GO_GO]), scale).arrows.flatMap((arrow) => arrow.lines.map((line) => {
        const width = PLAIN_TEXT.measure(line.text, false);
        return { y: line.y, from: line.align === 'right' ? line.x - width : line.x, to: line.align === 'right' ? line.x : line.x + width };
      }));
      for (const a of spans) for (const b of spans) if (a !== b && a.y === b.y) expect(a.to <= b.from || b.to <= a.from).toBe(true);
    }
  });

  it('writes when a side is done beside its line, across neither line nor the other’s words', () => {
    for (const scale of [0.2, 0.3, 0.5, 1]) {
      for (const late of [0, 5, 20, 60, 100, -40]) {
        const data = meanFlame([GO_GO]);
        const moved = { ...data, server: data.server.map((phase) => (phase.id === 's' ? { ...phase, amount: phase.amount - 73_000 + late * 1_000 } : phase)) };
        const { done } = draw(moved, scale, -100, 960);
        expect(done.map(({ side }) => side).sort()).toEqual(['client', 'server']);
        const spans = done.filter(({ line }) => line.text !== '').map(({ x, line }) => {
          const width = PLAIN_TEXT.measure(line.text, false);
          return line.align === 'right' ? { x, from: line.x - width, to: line.x } : { x, from: line.x, to: line.x + width };
        });
        expect(spans.length).toBeGreaterThan(0);
        for (const { from, to } of spans) for (const { x } of done) expect(x <= from || x >= to).toBe(true);
        for (const a of spans) for (const b of spans) if (a !== b) expect(a.to <= b.from || b.to <= a.from).toBe(true);
      }
    }
  });

  it('has room for two lines up to three levels, and keeps empty rows when asked', () => {
    const layout = layoutFlame({ data: NO_FLAME, width: 800, text: PLAIN_TEXT, minLevels: 2 });
    expect(layout.rowHeight).toBe(ROW);
    expect(layout.laneBottom - layout.laneTop).toBe(LANE);
    expect(layoutFlame({ data: NO_FLAME, width: 800, text: PLAIN_TEXT, minLevels: 4 }).rowHeight).toBe(ROW_COMPACT);
    expect(layout.height).toBe(layoutFlame({ data: meanFlame([GO_GO]), width: 800, text: PLAIN_TEXT, minLevels: 2 }).height);
  });

  it('draws bytes in the order of the handshake, from zero, without messages', () => {
    const [arm] = RESULT.arms;
    const layout = layoutFlame({ data: flameOfArm(arm as never, 'bytes'), width: 1_000, text: PLAIN_TEXT });
    expect(layout.arrows).toEqual([]);
    expect(Math.min(...layout.rects.map((rect) => rect.x))).toBe(GUTTER);
    expect(layout.rects.some((rect) => rect.kind === 'wait')).toBe(false);
  });

  it('adds up: on every level the pieces of a group are as wide as the group, in every arm and every real handshake', () => {
    for (const arm of RESULT.arms.filter((one) => one.state === 'good')) {
      for (const data of [flameOfArm(arm), ...arm.examples.map(flameOfExample)]) {
        const layout = layoutFlame({ data, width: 200_000, text: PLAIN_TEXT });
        const scale = (layout.right - layout.left) / (layout.view.to - layout.view.from);
        for (const group of GROUP_IDS) {
          const own = [...data.client, ...data.server].find((phase) => phase.id === group);
          const under = layout.rects.filter((rect) => (rect.ids as PhaseId[]).every((id) => [...data.client, ...data.server].some((phase) => phase.id === id && phase.parent === group)));
          const hasChildren = [...data.client, ...data.server].some((phase) => phase.parent === group && phase.id !== restOf(group));
          if (!own || !hasChildren) continue;
          expect(Math.abs(under.reduce((sum, rect) => sum + rect.width, 0) - own.amount * scale)).toBeLessThan(0.01 * own.amount * scale + 3);
        }
      }
    }
  });
});

describe('axis', () => {
  it('has 6 to 10 ticks at 1, 2 or 5 × 10ⁿ', () => {
    for (let span = 50; span < 5e8; span *= 1.37) {
      const ticks = ticksIn(0, span);
      expect(ticks.length).toBeGreaterThanOrEqual(5);
      expect(ticks.length).toBeLessThanOrEqual(11);
      expect([1, 2, 5]).toContain(Number(niceStep(span).toExponential(0)[0]));
    }
  });

  it('grows in steps and never shrinks', () => {
    const first = axisRange(-50_000, 1_279_000);
    expect(first).toEqual({ from: -50_000, to: 1_300_000 });
    expect(axisRange(-50_000, 900_000, first)).toBe(first);
    expect(axisRange(-50_000, 1_310_000, first).to).toBe(1_400_000);
  });

  it('zooms around a point and pans within the whole', () => {
    const whole = { from: 0, to: 1_000 };
    const near = zoomed(whole, whole, 0.5, 250);
    expect(near).toEqual({ from: 125, to: 625 });
    expect(panned(near, whole, -10)).toEqual({ from: 0, to: 500 });
    expect(zoomed(near, whole, 100, 300)).toEqual(whole);
  });
});

describe('pointing and walking', () => {
  const layout = draw(meanFlame([GO_GO]));
  const idAt = (x: number, y: number): string | null => {
    const target = hit(layout, x, y);
    return target?.kind === 'bar' ? (target.rect.ids[0] as string) : (target?.arrow.message.name ?? null);
  };

  it('finds the bar or the message under a point', () => {
    const kx = layout.rects.find((rect) => rect.ids[0] === 'c.kx') as Rect;
    expect(idAt(kx.x + 10, kx.y + 10)).toBe('c.kx');
    expect(idAt(GUTTER + 202, layout.laneTop + LANE / 2)).toBe('ClientHello');
    expect(idAt(10, kx.y + 10)).toBeNull();
  });

  it('walks along a side, across levels and the lane', () => {
    const ids: string[] = [];
    let key = step(layout, null, 'right');
    for (const direction of ['right', 'right', 'right', 'right', 'right', 'up', 'down', 'down', 'down', 'down'] as const) {
      key = step(layout, key, direction);
      const target = targetOf(layout, key);
      ids.push(target?.kind === 'bar' ? (target.rect.ids[0] as string) : (target?.arrow.message.name ?? ''));
    }
    expect(ids).toEqual(['c.hello', 'c.hello.write', 'c.wait', 'c.wait.wakeup', 'c.flight', 'c.verify', 'c.flight', 'server flight', 's.wait.finished', 's.write']);
  });
});

import { describe, expect, it } from 'vitest';
import { edges, layout, NODE, type Placeable } from '../src/logic/layout';

const plan: Placeable[] = [
  { id: 'capture', needs: [], atEnd: false },
  { id: 'fence', needs: ['capture'], atEnd: false },
  { id: 'mysql', needs: ['fence', 'capture'], atEnd: false },
  { id: 'redis', needs: ['fence'], atEnd: false },
  { id: 'bring-back', needs: [], atEnd: true },
  { id: 'unfence', needs: ['bring-back'], atEnd: true },
  { id: 'verify', needs: ['unfence'], atEnd: false },
];

describe('the layout', () => {
  const placed = layout(plan);
  const at = (id: string) => placed.nodes.find((node) => node.id === id)!;

  it('puts every stage right of all it waits for', () => {
    for (const edge of placed.edges) {
      expect(at(edge.to).x).toBeGreaterThanOrEqual(at(edge.from).x + NODE.width + NODE.gapX);
    }
  });

  it('puts stages at the end after all others, and what verifies after them', () => {
    expect(at('bring-back').layer).toBeGreaterThan(Math.max(at('mysql').layer, at('redis').layer));
    expect(at('verify').layer).toBeGreaterThan(at('unfence').layer);
  });

  it('lets no two stages overlap', () => {
    const cells = placed.nodes.map((node) => `${node.x} ${node.y}`);
    expect(new Set(cells).size).toBe(plan.length);
    const column = placed.nodes.filter((node) => node.layer === at('mysql').layer).map((node) => node.y);
    expect(Math.abs(column[0]! - column[1]!)).toBeGreaterThanOrEqual(NODE.height);
  });

  it('leaves out a line that a longer way says already', () => {
    expect(edges(plan).map((edge) => edge.id)).not.toContain('capture>mysql');
    expect(edges(plan).map((edge) => edge.id)).toContain('fence>mysql');
  });

  it('survives a plan that needs itself or what is not there', () => {
    const broken = [
      { id: 'a', needs: ['b', 'gone'], atEnd: false },
      { id: 'b', needs: ['a'], atEnd: false },
    ];
    expect(layout(broken).nodes).toHaveLength(2);
  });

  it('lays out two hundred stages in no time', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ id: `s${index}`, needs: index < 10 ? [] : [`s${index - 10}`, `s${index - 7}`], atEnd: false }));
    const began = performance.now();
    expect(layout(many).nodes).toHaveLength(200);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

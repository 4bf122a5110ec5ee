/** Groups of files that import one another in a circle (Tarjan 1972, strongly connected components). */
export function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];

  function visit(node: string): void {
    const index = order.size;
    order.set(node, index);
    low.set(node, index);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node)!, low.get(next)!));
    }
    if (low.get(node) !== index) return;
    const members = stack.splice(stack.indexOf(node));
    if (members.length > 1 || (graph.get(node) ?? []).includes(node)) cycles.push(members.sort());
  }

  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return cycles;
}

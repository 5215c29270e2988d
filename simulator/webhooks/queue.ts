/** First in, first out, without moving what is behind: shifting an array would cost its length each time. */
export type Queue<Item> = {
  push(item: Item): void
  take(): Item | undefined
  peek(): Item | undefined
  readonly size: number
}

/** An empty one. */
export function createQueue<Item>(): Queue<Item> {
  let items: (Item | undefined)[] = []
  let head = 0
  return {
    push(item) {
      items.push(item)
    },
    take() {
      if (head === items.length) return undefined
      const item = items[head]
      items[head++] = undefined
      if (head > 64 && head * 2 > items.length) {
        items = items.slice(head)
        head = 0
      }
      return item
    },
    peek: () => items[head],
    get size() {
      return items.length - head
    },
  }
}

/** First in, first out, without moving what is behind: shifting an array would cost its length each time. */
export class Queue<Item> {
  #items: (Item | undefined)[] = []
  #head = 0

  push(item: Item): void {
    this.#items.push(item)
  }

  take(): Item | undefined {
    if (this.#head === this.#items.length) return undefined
    const item = this.#items[this.#head]
    this.#items[this.#head++] = undefined
    if (this.#head > 64 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  peek(): Item | undefined {
    return this.#items[this.#head]
  }

  get size(): number {
    return this.#items.length - this.#head
  }
}

import { memo, type ReactNode } from 'react'
import { type Block, type Inline, parseText } from './parse-text.ts'

/** Message text with WhatsApp's formatting, as React nodes. `slots` fills a template's variables; without it they show. */
export const FormattedText = memo(function FormattedText({
  text,
  slots,
}: {
  readonly text: string
  readonly slots?: Readonly<Record<string, string>>
}) {
  return <>{parseText(text).map((block, index) => renderBlock(block, index, slots))}</>
})

type Slots = Readonly<Record<string, string>> | undefined

function renderBlock(block: Block, key: number, slots: Slots): ReactNode {
  if (block.kind === 'pre') {
    return (
      <code key={key} className="my-0.5 block overflow-x-auto font-mono text-[13px] whitespace-pre-wrap">
        {block.text}
      </code>
    )
  }
  if (block.kind === 'list') return <ListBlock key={key} block={block} slots={slots} />
  const style =
    block.kind === 'quote'
      ? 'my-0.5 block border-s-3 border-control-line ps-2 text-meta'
      : 'whitespace-pre-wrap'
  return (
    <span key={key} className={style}>
      {block.lines.map((line, index) => [index > 0 && '\n', ...renderInline(line, slots)])}
    </span>
  )
}

function ListBlock({ block, slots }: { readonly block: Block & { kind: 'list' }; readonly slots: Slots }) {
  const items = block.items.map((item, index) => <li key={index}>{renderInline(item, slots)}</li>)
  if (block.start === null) return <ul className="list-disc ps-5">{items}</ul>
  return (
    <ol start={block.start} className="list-decimal ps-6">
      {items}
    </ol>
  )
}

function renderInline(nodes: readonly Inline[], slots: Slots): ReactNode[] {
  return nodes.map((node, index) => <InlineNode key={index} node={node} slots={slots} />)
}

const TAGS = { bold: 'strong', italic: 'em', strike: 's' } as const

function InlineNode({ node, slots }: { readonly node: Inline; readonly slots: Slots }): ReactNode {
  if (node.kind === 'text') return node.text
  if (node.kind === 'code')
    return <code className="rounded bg-quote px-1 font-mono text-[13px]">{node.text}</code>
  if (node.kind === 'link') {
    return (
      <a
        href={node.href}
        target="_blank"
        rel="noopener noreferrer"
        className="text-link underline underline-offset-2"
      >
        {node.text}
      </a>
    )
  }
  if (node.kind === 'slot') return <Slot name={node.name} slots={slots} />
  const Tag = TAGS[node.kind]
  return <Tag>{renderInline(node.children, slots)}</Tag>
}

/** A template's variable: its value, or its name where it still has to be filled in. Outside templates it is only text. */
function Slot({ name, slots }: { readonly name: string; readonly slots: Slots }): ReactNode {
  if (slots === undefined) return `{{${name}}}`
  const value = slots[name] ?? ''
  // The mark is wider than its words and takes no more room than they do: lines break as they will on the phone.
  if (value === '')
    return <span className="-mx-0.5 rounded-sm bg-amber-tint px-0.5 text-amber">{`{{${name}}}`}</span>
  return (
    <span data-slot className="-mx-0.5 rounded-sm bg-brand-tint-2 px-0.5">
      {value}
    </span>
  )
}

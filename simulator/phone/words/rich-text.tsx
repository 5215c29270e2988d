/** Draws the tree of `parseWhatsappText` as React nodes. */
import { Fragment } from 'react'
import { parseWhatsappText, type Block, type Inline } from './whatsapp-text.ts'

/** A message's text with WhatsApp's formatting. The surroundings keep line breaks (`pre-wrap`). */
export function RichText({ text }: { text: string }) {
  const blocks = parseWhatsappText(text)
  return blocks.map((block, index) => (
    <BlockView key={index} block={block} isAfterLine={blocks[index - 1]?.kind === 'line'} />
  ))
}

function BlockView({ block, isAfterLine }: { block: Block; isAfterLine: boolean }) {
  switch (block.kind) {
    case 'line':
      return (
        <>
          {isAfterLine && '\n'}
          {drawAll(block.inside)}
        </>
      )
    case 'quote':
      return (
        <span className="my-0.5 block border-s-3 border-quote-edge ps-2 text-meta">
          {drawAll(block.inside)}
        </span>
      )
    case 'list': {
      const List = block.start === null ? 'ul' : 'ol'
      return (
        <List
          {...(block.start === null ? {} : { start: block.start })}
          className={block.start === null ? 'list-disc ps-5' : 'list-decimal ps-6'}
        >
          {block.items.map((item, index) => (
            <li key={index}>{drawAll(item)}</li>
          ))}
        </List>
      )
    }
    default:
      return block satisfies never
  }
}

const drawAll = (nodes: readonly Inline[]) =>
  nodes.map((node, index) => <Fragment key={index}>{draw(node)}</Fragment>)

function draw(node: Inline) {
  if (typeof node === 'string') return node
  switch (node.mark) {
    case 'bold':
      return <strong>{drawAll(node.inside)}</strong>
    case 'italic':
      return <em>{drawAll(node.inside)}</em>
    case 'strike':
      return <s>{drawAll(node.inside)}</s>
    case 'mono':
      return (
        <code className="my-0.5 block overflow-x-auto font-mono text-[13px] whitespace-pre-wrap">
          {node.text}
        </code>
      )
    case 'code':
      return <code className="rounded bg-quote px-1 font-mono text-[13px]">{node.text}</code>
    case 'link':
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
    default:
      return node satisfies never
  }
}

/** A shortcut as it is printed on the keys. */
export function KeyCaps({ caps }: { readonly caps: readonly string[] }) {
  return (
    <span className="flex shrink-0 gap-1">
      {caps.map((cap) => (
        <kbd
          key={cap}
          className="rounded-md border border-control-line bg-sunken px-2 py-0.5 font-sans text-[12.5px]"
        >
          {cap}
        </kbd>
      ))}
    </span>
  )
}

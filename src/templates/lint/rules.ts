/**
 * What is wrong with a template that Meta would refuse, or that its reviewers would. Each rule has an id that stays, how grave it is and
 * why. `error`: Meta refuses it at once, or reviewers reject it for it. `warning`: it may be right, and often is not.
 * Source: Meta, "Template components", "Templates API", "Error codes" (Oct 2025 to Aug 2026), unless a rule says otherwise.
 */
export type Severity = 'error' | 'warning'
type Rule = { readonly severity: Severity; readonly why: string }

const error = (why: string): Rule => ({ severity: 'error', why })
const warning = (why: string): Rule => ({ severity: 'warning', why })

export const RULES = {
  'name.form': error('A name has only small letters a to z, digits and underscores, at most 512 of them.'),
  'language.form': error('Meta knows languages as “en”, “en_US” or “hi”.'),
  'language.mismatch': warning(
    'Reviewers reject a template whose words are in another language than it says.',
  ),
  'category.unknown': error('A template is for marketing, utility or authentication.'),
  'category.marketing': warning(
    'A text that advertises is marketing. Meta moves it there, at marketing’s price, or rejects it.',
  ),
  'format.unknown': error('Parameters are positional or named.'),
  'ttl.range': error(
    'How long Meta tries to deliver: 30 to 900 seconds for authentication, 30 to 43,200 for utility, 12 hours to 30 days for marketing.',
  ),
  'component.unknown': error('Meta knows no such part of a template.'),
  'component.twice': error('A template has each part once.'),
  'component.category': error('This part is not allowed in a template of this category.'),
  'body.missing': error('Every template has a body.'),
  'body.length': error('A body has at most 1,024 characters, 600 with a limited-time offer, 160 on a card.'),
  'header.form': error('A header is text, a picture, a film, a document, a place or a product.'),
  'header.length': error('A header’s text has 1 to 60 characters.'),
  'header.variables': error('A header has one variable at most.'),
  'header.markdown': error('A header’s text cannot be bold or slanted, and has one line.'),
  'header.sample': error('Reviewers want to see a sample of the picture, film or document.'),
  'footer.length': error('A footer has 1 to 60 characters.'),
  'footer.variables': error('A footer has no variables.'),
  'variable.form': error(
    'A variable is written {{1}}, or {{name}} with small letters, digits and underscores.',
  ),
  'variable.mixed': error('Variables are all numbers or all names.'),
  'variable.order': error('Numbered variables begin with {{1}} and leave none out.'),
  'variable.edge': error('A body neither begins nor ends with a variable (Meta’s error 2388299).'),
  'variable.adjacent': error('Two variables need words between them.'),
  'variable.ratio': error('There are too many variables for so few words (Meta’s error 2388293).'),
  'variable.sample': error('Reviewers want one sample for each variable.'),
  'text.lines': warning('Long gaps look like spam, and reviewers reject them.'),
  'text.letters': warning('Capital letters and signs in a row look like spam.'),
  'text.emoji': warning('A body with more than 10 emoji is likely to be rejected.'),
  'button.unknown': error('Meta knows no such button.'),
  'button.count': error(
    'There are at most 10 buttons: 2 links, 1 phone number, 1 code to copy, 1 flow, 1 call.',
  ),
  'button.order': error('Quick replies stand together, not between other buttons.'),
  'button.text': error('A button has 1 to 25 characters, without variables, emoji or line breaks.'),
  'button.twice': error('Two buttons with the same words cannot be told apart.'),
  'button.alone': error('This button stands alone.'),
  'url.form': error('A link begins with https:// or http:// and has at most 2,000 characters.'),
  'url.variable': error('A link has one variable at most, at its very end.'),
  'url.sample': error('A link with a variable needs one whole link as a sample.'),
  'url.shortener': error('Reviewers reject shortened links: nobody sees where they lead.'),
  'url.whatsapp': error('Links to wa.me and WhatsApp are rejected.'),
  'phone.form': error('A phone number has 7 to 20 characters, with the country first.'),
  'code.length': error('A code to copy has 1 to 20 letters and digits as a sample.'),
  'call.ttl': error('A button for a call works for 1 to 43,200 minutes, which is 30 days.'),
  'flow.form': error('A button for a flow names the flow, and the screen that it opens if it navigates.'),
  'carousel.cards': error('A carousel has 2 to 10 cards.'),
  'carousel.uniform': error(
    'All cards have the same parts, and buttons of the same kinds in the same order.',
  ),
  'card.header': error('Every card has a picture, a film or a product.'),
  'card.buttons': error('Every card has 1 or 2 buttons.'),
  'offer.text': error('An offer has 1 to 16 characters.'),
  'offer.footer': error('A template with a limited-time offer has no footer.'),
  'offer.buttons': error('With an offer, a code to copy comes first and the link second.'),
  'authentication.text': error('Meta writes the words of a code; yours are not taken.'),
  'authentication.button': error('A template with a code has exactly one button that copies or fills it in.'),
  'authentication.expiry': error('A code lives 1 to 90 minutes.'),
  'authentication.app': error(
    'Filling a code in needs the app’s package name and its signature of 11 characters.',
  ),
  'authentication.terms': error('Without a tap only works once its terms are accepted.'),
} as const satisfies Readonly<Record<string, Rule>>
export type RuleId = keyof typeof RULES

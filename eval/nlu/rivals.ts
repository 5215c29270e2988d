/**
 * What others reach on HINT3 v1 with the full training sets, computed anew from the predictions that the paper's authors published (Arora et al.,
 * "HINT3: Raising the bar for Intent Detection in the Wild", 2020; read 22 Nov 2026). Their MCC is that at the best threshold of a grid from 0.1 to 0.9,
 * chosen on the test set: it flatters them. "nothing" always says that a message is out of scope.
 */
export type Rival = {
  readonly name: string
  readonly mcc: number
  readonly inScopeTop1: number
  readonly oosAuroc: number
  readonly r3?: number
}

/** In thousandths. */
const rival = (name: string, mcc: number, inScopeTop1: number, oosAuroc: number, r3?: number): Rival => ({
  ...{ name, mcc: mcc / 1000, inScopeTop1: inScopeTop1 / 1000, oosAuroc: oosAuroc / 1000 },
  ...(r3 === undefined ? {} : { r3: r3 / 1000 }),
})
const NOTHING: Rival = { name: 'nothing', mcc: 0, inScopeTop1: 0, oosAuroc: 0.5, r3: 0 }

export const RIVALS: Readonly<Record<string, readonly Rival[]>> = {
  sofmattress: [
    rival('Dialogflow', 638, 732, 869),
    rival('RASA', 526, 693, 792),
    rival('LUIS', 581, 593, 797),
    rival('Haptik', 588, 723, 839),
    rival('BERT', 617, 736, 868, 913),
    NOTHING,
  ],
  curekart: [
    rival('Dialogflow', 578, 750, 856),
    rival('RASA', 511, 841, 801),
    rival('LUIS', 539, 726, 724),
    rival('Haptik', 603, 803, 850),
    rival('BERT', 553, 836, 824, 916),
    NOTHING,
  ],
  powerplay11: [
    rival('Dialogflow', 353, 596, 728),
    rival('RASA', 340, 491, 709),
    rival('LUIS', 359, 480, 752),
    rival('Haptik', 425, 665, 766),
    rival('BERT', 347, 585, 699, 804),
    NOTHING,
  ],
}

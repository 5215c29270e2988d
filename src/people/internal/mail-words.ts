/** What mails say, in the language of whoever asked for them. */
import type { Mail } from '#platform/mail.ts'

type Words = {
  readonly reset: (url: string) => Omit<Mail, 'to'>
  readonly invitation: (by: string, business: string, url: string) => Omit<Mail, 'to'>
}

const EN: Words = {
  reset: (url) => ({
    subject: 'Reset your Harkara password',
    text: `Somebody, hopefully you, wants to reset the password of this address.\n\nOpen this link within an hour to choose a new one:\n${url}\n\nIf it was not you, there is nothing to do: your password stays as it is.\n`,
  }),
  invitation: (by, business, url) => ({
    subject: `${by} invites you to ${business} on Harkara`,
    text: `${by} invites you to answer customers together at ${business}.\n\nOpen this link within 7 days to join:\n${url}\n\nIf you do not know ${business}, there is nothing to do.\n`,
  }),
}

const HI: Words = {
  reset: (url) => ({
    subject: 'अपना Harkara पासवर्ड बदलें',
    text: `किसी ने, शायद आपने, इस पते का पासवर्ड बदलने को कहा है।\n\nनया पासवर्ड चुनने के लिए एक घंटे के भीतर यह लिंक खोलें:\n${url}\n\nअगर यह आप नहीं थे, तो कुछ न करें: आपका पासवर्ड वही रहेगा।\n`,
  }),
  invitation: (by, business, url) => ({
    subject: `${by} ने आपको Harkara पर ${business} में बुलाया है`,
    text: `${by} चाहते हैं कि आप ${business} के ग्राहकों को साथ मिलकर जवाब दें।\n\nजुड़ने के लिए 7 दिन के भीतर यह लिंक खोलें:\n${url}\n\nअगर आप ${business} को नहीं जानते, तो कुछ न करें।\n`,
  }),
}

/** @param accepted the Accept-Language header */
export const mailWords = (accepted: string | undefined): Words =>
  /^\s*hi\b/iu.test(accepted ?? '') ? HI : EN

/** Why a mail did not leave, for the log: what the server says in words names whom it was for. */
export const mailFaultOf = (error: unknown): string => {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown }
  return (
    [code, responseCode].filter((one) => typeof one === 'string' || typeof one === 'number').join(' ') ||
    'unknown'
  )
}

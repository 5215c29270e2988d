/**
 * A voice message for whoever has no microphone: two soft notes, two seconds, mono Ogg/Opus as WhatsApp sends it.
 *
 * Made with ffmpeg's `sine` source at 392 and 523 Hz and libopus at 6 kbit/s; 1.8 kB, so it is kept here as text.
 */
const OGG = [
  'T2dnUwACAAAAAAAAAAAAAAAAAAAAAAIotXIBE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAAAAAAAABAAAASZW+VAEu',
  'T3B1c1RhZ3MGAAAAZmZtcGVnAQAAABQAAABlbmNvZGVyPUxhdmMgbGlib3B1c09nZ1MAAEC/AAAAAAAAAAAAAAIAAADtJpHAES8t',
  'JCUoLCUoJzApKSokJyMqGGMorsFy0/7TL/eYT2x4U6sderUvn/Xt33OZfEeMU3k1XB6+XkiIpu3pxiIJ+YAY4dLcOZgS1lBqAbCu',
  'D8HmNFkZNXkd7HL/RYvEJhd47qZIkIR44/ecZ9D9MmsY5o5IhmIAR0jG10+/mggV3Z+hZ3KHNFE09CyQsmS+yF+9UswY5pez2RP9',
  'ukP9Cj2CthmZIjLiJ3X/71yFmi6ZAQvv0NLtGqdNGObI1V/rRfpM1DVPKQcawslRSD4DIgMBGyOm50LSrlsnTvRWNHNgUBjnB1bJ',
  '8aAo0JWRru955kpUYu4zcPFuwm56i5S4av4Db4bRYNNUHuwXndFOGOcHVsnxoCjQlZArAeVn49kviVLkIXIdX0NBfYUDAZPkETzV',
  '+BjnBRaCIGFYE7stw4XXidX9+W0BI6EY+DnzD0VRCTuERHR1GC4aV6AY5wUWgiGxbYRpdmLVzpQ9YtKxdFonK1hDIctE8wVsgs1H',
  'YFMA6M8Y5xAdcbmEqP2urQG5bTAIeOk1lg0j7JFi42ccnFMBTxN0SxxunfO5Zm5AtfcjhKQY5ybjTCrcp7EzACKTa80AMr87CVIX',
  'SmllKoctdi8l/UNuj0f3xxmGRBjnJArXBQ1fARJWcsEVHUQ6uVBMv+6A+teol4uUytitJptnHL84M3/cGA1b3q3G09L6Ec0PWNLy',
  'MLkRHMxVG2WLEJ7zwmJIw6IPV8F2TXoFrjTAGA1JJ4ZxVhb0yJAPL29J3DgDJHibt8PhprX0NuQxICJvO8dgGAxUx4ZxVfn/I+zC',
  'MoxCxTIJU+33cMk8cIp6kSIR83QPU2vDV4GgGArOIrYiDwH6rnn1OQ21w35Ppq8KmdsCCQQD5B5fQiGoBrAYCDwh2soUjA8n3FdL',
  'v6tas8z0ofFciU8uoS3kRolWDzdVq6/fxZqPDuBPZ2dTAAQ4eAEAAAAAAAAAAAADAAAAkgHJZxEpOS8uMjIyO08+PEZHNTIoJRjh',
  'pGeWxGcu9r1OE2aAeRgX61rLKr+JgsZFEwAEw55eizpKAnIKHmiAGOIbpzRQmxrSSg+ioy0YsuRg4wv3SzcvZDwc6OMTJXGOShGv',
  'b0zmTDNHUklUx/m9WwSSNrwBTnHgGOaqxflQMx4INHDZQP6vLhW3/boRdtMr+n/KQD3cIuBUcjZI5qkXEPb5IU2048AY5ugJfocS',
  'yhYrm8j6nBUaBavKhL5yWAEnXdcHhi43XzhcmFPHNtZuL/ar1kjKGOcGGX6G9DipXDJPrcbA+hhT6iDIRc7YBOpWyfFszGJe7VG+',
  '3VHvYOXy7xv7VITRoYAY5yQpfoeKNPE5k9sLXoQoXGcKcOe9/mPhQAzI3NscsOYXcH0YxQ/veYITLt+9yIbNwBjnI5I/Q82IChwQ',
  'tswGWaJXg4XviPh7FDxJSDfBiosfJOE6nvJvcfTuDNtTcTSfqQDoGOckKX3xcGi7dJCmsPoLxxOg+kZsyLbZkpzVoA814zdcX0Tz',
  'LmpZgpmzZqpXfteoAuXkxHmGF5jkPIAY58w9yNUZ23c3mB7GSjjJ+3qoC369QAPbPYSlpWERrWZ7wg2k9LRVtUb8/Xl+Shf3r8kd',
  '2aOKb1stS/sCq4VntraNbRw/ujTa1VDnI52lGOeqV3PqYG1FQj7qEzYLcIjnZOwaOePg0pP8B1Z2hf7WJzdPxQ6/MDJZseyi3d3z',
  '4Y6G3QuCO12cb98B3GQY56pXc+mZBVx0rVTeeumzHnKySokO3lT+NpvUnJUyqYuT/ANTzgJqX7F+dXdJNuUPe49SmEkDJAfWJ0sY',
  '57A4ovEKMyoe6a5g4m9yDZ8hIETaM7H0dv+5kyuT1PO8PfcOB0mXytCkNBTMPUTcSGDgMxJQLirF0B/MnQir57StWsqoGOgxRyuU',
  'OXYwkGTL1PUlokgIpB1ukaUhz7hra8q9Jz+Ac5z4JVbNB1HCzCQOkxFauLwlCED64m7P2ecVMsebcgI5aJKXrdUY5x/EOiEKMgR4',
  'K7SeHITExtwaRaR8swwAHNJRP+SWHQqEHlBBiKKRikd3IWvF6aB3tpWUIhjm32w1UQoyBHgufz9jtPN3gxhisMEKlAECSrHByG3q',
  'nEoAfuZ5mbUGOfAvdgB6xRzQGMIPsITBomPs2Kui5P7wu5fsNfmcXcEJ9So4F4rTY9S43w1Wk1jaQBgINxpmZ6sRMJ9HdYNCVvGY',
  'sRESy4i/8fa72q1KPiky6i5n3YA=',
].join('')

/** The file. */
export function sampleVoice(): Blob {
  const bytes = Uint8Array.from(atob(OGG), (char) => char.charCodeAt(0))
  return new Blob([bytes], { type: 'audio/ogg; codecs=opus' })
}

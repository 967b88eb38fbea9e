// rdfa-streaming-parser on pages, one after the other, in a process of its own: how many triples of each,
// `distinct` or as they come.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [folder, which, ...pages] = process.argv.slice(2)
const { RdfaParser } = createRequire(`${folder}/`)('rdfa-streaming-parser')

function term ({ termType, value, language, datatype }) {
  return `${termType}|${value}|${language ?? ''}|${datatype?.value ?? ''}`
}

for (let i = 0; i < pages.length; i += 2) {
  const quads = []
  const parser = new RdfaParser({ baseIRI: pages[i + 1], contentType: 'text/html' })
  parser.on('data', quad => quads.push(quad))
  const done = new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject))
  parser.write(readFileSync(pages[i]))
  parser.end()
  await done
  const distinct = () => new Set(quads.map(q => [q.subject, q.predicate, q.object].map(term).join('\n')))
  console.log(which === 'distinct' ? distinct().size : quads.length)
}

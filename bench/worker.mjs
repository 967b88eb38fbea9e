// One engine on one file, in a process of its own: prints what it took as JSON, as worker.py does.
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import dataModel from '@rdfjs/data-model'
import datasetFactory from '@rdfjs/dataset'
import { StreamParser, Parser } from 'n3'

const factory = { ...bound(dataModel), dataset: quads => datasetFactory.dataset(quads) }
const [engine, shapesFile, dataFile] = process.argv.slice(2)

function bound (object) {
  const names = ['namedNode', 'blankNode', 'literal', 'variable', 'defaultGraph', 'quad']
  return Object.fromEntries(names.map(name => [name, object[name].bind(object)]))
}

function written (term) {
  if (!term) return ''
  if (term.termType === 'NamedNode') return `<${term.value}>`
  if (term.termType === 'BlankNode') return `_:${term.value}`
  const text = JSON.stringify(term.value)
  if (term.language) return `${text}@${term.language}`
  const plain = term.datatype.value === 'http://www.w3.org/2001/XMLSchema#string'
  return plain ? text : `${text}^^<${term.datatype.value}>`
}

function seconds () {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

async function load (file) {
  const dataset = factory.dataset()
  const parser = new StreamParser({ format: 'N-Triples' })
  for await (const quad of createReadStream(file).pipe(parser)) dataset.add(quad)
  return dataset
}

const engines = {
  'rdf-validate-shacl': async shapes => {
    const { default: Validator } = await import('rdf-validate-shacl')
    const { default: environment } = await import('rdf-validate-shacl/src/defaultEnv.js').catch(() => ({ default: undefined }))
    const validator = new Validator(shapes, environment ? { factory: environment } : {})
    return async data => (await validator.validate(data)).results.map(r =>
      [written(r.focusNode), written(r.path), written(r.value), r.sourceConstraintComponent.value])
  },
  'shacl-engine': async shapes => {
    const { Validator } = await import('shacl-engine')
    const validator = new Validator(shapes, { factory })
    return async data => (await validator.validate({ dataset: data })).results.map(r =>
      [written(r.focusNode?.term), written(r.path?.[0]?.predicates?.[0]), written(r.value?.term), r.constraintComponent.value])
  }
}

const shapes = factory.dataset(new Parser().parse(readFileSync(shapesFile, 'utf8')))
const validate = await engines[engine](shapes)
await validate(factory.dataset())
const start = seconds()
const data = await load(dataFile)
const parsed = seconds()
const rows = await validate(data)
const done = seconds()
const lines = [...new Set(rows.map(row => row.join('\t')))].sort()
console.log(JSON.stringify({
  parse: parsed - start,
  validate: done - parsed,
  memory: Math.round(process.resourceUsage().maxRSS / 1024),
  results: lines.length,
  digest: createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12),
  version: JSON.parse(readFileSync(new URL(`node_modules/${engine}/package.json`, import.meta.url))).version
}))

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stackFileJsonSchema } from "../environment/configurationJsonSchema.ts";

/** A committed file that is made from the sources. */
interface GeneratedFile {
  readonly path: string;
  readonly content: () => string;
}

const root = join(import.meta.dirname, "..");

const generatedFiles: readonly GeneratedFile[] = [
  { path: "schemas/stack.schema.json", content: () => `${JSON.stringify(stackFileJsonSchema(), null, 2)}\n` },
];

function isCurrent({ path, content }: GeneratedFile): boolean {
  try {
    return readFileSync(join(root, path), "utf8") === content();
  } catch {
    return false;
  }
}

function write({ path, content }: GeneratedFile): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content());
}

const stale = generatedFiles.filter((file) => !isCurrent(file));
if (process.argv.includes("--check")) {
  for (const { path } of stale) console.error(`${path} is stale: run npm run generate`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const file of stale) {
    write(file);
    console.log(`${file.path} is written`);
  }
}

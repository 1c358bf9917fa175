// Builds ../static from what is here: `npm ci && node build.mjs`. BUILT.json records what was built from what.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");
const moj = join(here, "node_modules/@ministryofjustice/frontend/moj");

function write(path, content) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), content);
}

function digest(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

function digests(folder, wanted) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(wanted)
    .sort();
  return Object.fromEntries(files.map((file) => [file, digest(join(folder, file))]));
}

rmSync(out, { recursive: true, force: true });

const style = sass.compile(join(here, "app.scss"), {
  style: "compressed",
  charset: false,
  loadPaths: [here],
  quietDeps: true,
});
write("css/app.css", style.css);

const common = { write: false, minify: true, charset: "ascii", legalComments: "none", target: "es2020" };
const app = await esbuild.build({ ...common, entryPoints: [join(here, "app.mjs")], bundle: true, format: "esm" });
write("js/app.js", app.outputFiles[0].contents);
const supported = await esbuild.build({ ...common, entryPoints: [join(here, "supported.js")] });
write("js/supported.js", supported.outputFiles[0].contents);

// The pictures that the style sheet names, then our own.
for (const [, name] of style.css.matchAll(/url\(["']?\.\.\/images\/([^"')]+)["']?\)/g)) {
  write(join("images", name), readFileSync(join(moj, "assets/images", name)));
}
cpSync(join(here, "own"), out, { recursive: true });
write("LICENCES.txt", readFileSync(join(here, "LICENCES.txt")));

const lock = JSON.parse(readFileSync(join(here, "package-lock.json")));
const versions = Object.fromEntries(
  Object.keys(JSON.parse(readFileSync(join(here, "package.json"))).devDependencies).map((name) => [
    name,
    lock.packages[`node_modules/${name}`].version,
  ]),
);
const record = {
  versions,
  inputs: digests(here, (file) => !file.startsWith("node_modules") && !/^(BUILT\.json|README\.md)$/.test(file)),
  outputs: digests(out, () => true),
};
writeFileSync(join(here, "BUILT.json"), JSON.stringify(record, null, 2) + "\n");

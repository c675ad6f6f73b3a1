// Builds grader/page/static/editor.js, the licences of what is in it, and the manifest that binds both to their sources.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const there = process.argv[2] ?? join(here, "../../grader/page/static");
const digest = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

const made = await build({
  absWorkingDir: here, entryPoints: ["editor.js"], bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8",
  legalComments: "none", outfile: join(there, "editor.js"), metafile: true, banner: { js: "/* Licences: editor.LICENSES.txt. */" },
});

const packages = [...new Set(
  Object.keys(made.metafile.inputs).map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean),
)].sort();
const licences = packages.map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}\n`;
});
writeFileSync(join(there, "editor.LICENSES.txt"), licences.join("\n" + "-".repeat(80) + "\n\n"));

const sources = ["build.mjs", "editor.js", "package.json", "package-lock.json"];
const manifest = {
  packages,
  sources: Object.fromEntries(sources.map((name) => [name, digest(join(here, name))])),
  made: Object.fromEntries(["editor.js", "editor.LICENSES.txt"].map((name) => [name, digest(join(there, name))])),
};
writeFileSync(join(there, "editor.manifest.json"), JSON.stringify(manifest, null, 2) + "\n");

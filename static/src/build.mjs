/* Builds static/css/site.css, static/css/desk.css for the editors' desk and
 * static/css/pdf.css for a result as a PDF, from scss/.
 *
 * Two parts, one file: Bootstrap's subset is purged against what the templates, forms and
 * scripts really use, and sits in a cascade layer below our own styles. Our own styles are
 * not purged: a template may use any of them without a rebuild.
 */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PurgeCSS } from "purgecss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const target = join(root, "static", "css", "site.css");
const deskTarget = join(root, "static", "css", "desk.css");
const pdfTarget = join(root, "static", "css", "pdf.css");
const compile = (name) =>
  sass.compile(join(here, "scss", name), {
    style: "compressed",
    charset: false,
    loadPaths: [join(here, "scss"), join(root, "node_modules")],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
    logger: sass.Logger.silent,
  }).css;

/* Crispy's own templates live in the Python environment, so what they emit is named here. */
const crispy = [
  "form-control", "form-select", "form-check", "form-check-input", "form-check-label",
  "form-check-inline", "form-label", "form-text", "col-form-label", "is-invalid", "is-valid",
  "invalid-feedback", "valid-feedback", "input-group", "input-group-text", "row", "mb-3",
  "btn", "btn-primary", "btn-secondary", "alert", "visually-hidden", "d-none",
];
const [purged] = await new PurgeCSS().purge({
  css: [{ raw: compile("bootstrap.scss") }],
  content: ["templates/**/*.html", "{roles,assessments,rolesite,web}/**/*.py", "static/js/**/*.js"].map(
    (glob) => join(root, glob),
  ),
  // The desk has a style sheet of its own: what it uses says nothing about the site.
  skippedContentGlobs: ["templates/admin/**", "**/admin/**", "**/admin.py", "**/desk.py", "static/js/desk-*"].map(
    (glob) => join(root, glob),
  ),
  safelist: { standard: [...crispy, "html", "body", /^h[1-6]$/, "was-validated"] },
  variables: false,
});
const parts = readdirSync(join(here, "scss"), { recursive: true }).filter((name) => name.endsWith(".scss"));
if (!existsSync(dirname(target)) || parts.length === 0) throw new Error("Run from a full checkout.");
writeFileSync(target, `@layer bootstrap{${purged.css}}\n${compile("site.scss")}\n`);
writeFileSync(deskTarget, `${compile("desk.scss")}\n`);
writeFileSync(pdfTarget, `${compile("pdf.scss")}\n`);
console.log(`static/css/site.css and desk.css written from ${parts.length} files`);

// SPDX-License-Identifier: Apache-2.0
// node build.mjs OUT.cpp: the page's script and style sheet as a C++ source; see
// tool/sinks/flame_bundle.hpp.
import { build } from "esbuild";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

const result = await build({
  entryPoints: [here("src/page.js")],
  bundle: true,
  minify: true,
  write: false,
  outdir: here("unused"),
  format: "iife",
  target: "es2020",
  charset: "ascii",
  legalComments: "inline",
  logLevel: "warning",
});
const built = (extension) => result.outputFiles.find((file) => file.path.endsWith(extension)).contents;

// Lines of string literals: a single one may not be as long in every compiler.
function literal(contents) {
  let text = "";
  for (let at = 0; at < contents.length; at += 100) {
    const part = [...contents.subarray(at, at + 100)]
      .map((byte) =>
        byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c && byte !== 0x3f
          ? String.fromCharCode(byte)
          : `\\${byte.toString(8).padStart(3, "0")}`)
      .join("");
    text += `    "${part}"\n`;
  }
  return text === "" ? '    ""\n' : text;
}

const script = built(".js");
const style = built(".css");
if (`${Buffer.from(script)}${Buffer.from(style)}`.match(/<\/(script|style)/i)) {
  throw new Error("the bundle would end the element that it stands in");
}
await writeFile(process.argv[2], `// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/flame_bundle.hpp"

namespace tidemark::sinks {

const std::string_view kFlameScript =
${literal(script)}    ;
const std::string_view kFlameStyle =
${literal(style)}    ;

}  // namespace tidemark::sinks
`);

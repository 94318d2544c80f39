/**
 * Strings from configuration or state end up on terminals and in pull requests. Control characters (C0, DEL, C1), line and paragraph separators, and the
 * characters that turn or hide text are written out, so that what is read is what is there.
 */
const unprintable = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Text that a terminal shows as it is: no escape sequence survives. */
export function escapeTerminal(text: string): string {
  return text.replace(unprintable, codeUnits);
}

/** Text that Markdown (also inside a table) shows as it is: no mark-up, link, HTML or cell border survives. */
export function escapeMarkdown(text: string): string {
  return escapeTerminal(text)
    .replace(/[\\`*_[\]#|~]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "&#64;")
    .replace(/(https?|ftp|mailto|xmpp):/gi, "$1&#58;")
    .replace(/www\./gi, "www&#46;");
}

/** JSON that is also safe to look at: what JSON leaves as it is but a terminal obeys is written as `\u…`. */
export function escapeJson(json: string): string {
  return json.replace(unprintable, (character) => (character === "\n" ? character : codeUnits(character)));
}

function codeUnits(character: string): string {
  return [...Array(character.length).keys()].map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`).join("");
}

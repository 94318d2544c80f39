/** Where a line may break: after a blank, and inside a name after a hyphen or dot that a letter follows. Addresses and port spans stay whole. */
const breaks = /(?<= )|(?<=[-.])(?=\p{L})/u;

/** The parts of a text that are kept whole as long as there is room. */
export function unbreakableParts(text: string): readonly string[] {
  return text.split(breaks).map((part) => part.trimEnd());
}

/** Lines of at most `width` characters; nothing is lost but the blanks at which lines break. A part that is longer than a line is cut. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  const flush = () => {
    lines.push(line.trimEnd());
    line = "";
  };
  for (const part of text.split(breaks)) {
    if (line !== "" && line.length + part.trimEnd().length > width) flush();
    line += part;
    while (line.trimEnd().length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  if (line !== "" || lines.length === 0) flush();
  return lines;
}

import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { formsIn, secretForms } from "./secretSearch.ts";

describe("the search for secrets", () => {
  const secret = 'p&ss<"w\\rd>1/+å';

  it.each([...secretForms(secret).keys()])("finds one that is written as %s", (form) => {
    const written = secretForms(secret).get(form) ?? Buffer.alloc(0);
    expect(formsIn(Buffer.concat([Buffer.from("before "), written, Buffer.from(" after")]), secret)).toContain(form);
  });

  it("finds one that other programs wrote", () => {
    expect(formsIn(Buffer.from(JSON.stringify({ a: [secret] })), secret)).toEqual(["JSON"]);
    expect(formsIn(Buffer.from(new URL(`https://x/?a=${encodeURIComponent(secret)}`).href), secret)).toContain("URL");
    expect(formsIn(Buffer.from(`Basic ${Buffer.from(`${secret}:more`).toString("base64")}`), secret)).toContain("base64");
  });

  it("finds none where there is none", () => {
    expect(formsIn(Buffer.from("password"), secret)).toEqual([]);
    expect(formsIn(gzipSync("nothing"), secret)).toEqual([]);
  });
});

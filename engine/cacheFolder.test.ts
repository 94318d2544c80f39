import { describe, expect, test } from "vitest";
import { cacheFolder } from "./cacheFolder.ts";

const linux = { environment: {}, platform: "linux", home: "/home/kim" } as const;

describe("the cache lies outside the source tree", () => {
  test("where LIFECARE_CACHE says", () => {
    expect(cacheFolder({ ...linux, environment: { LIFECARE_CACHE: "/var/cache/lifecare", XDG_CACHE_HOME: "/x" } })).toBe("/var/cache/lifecare");
  });
  test("in the platform's cache folder otherwise", () => {
    expect(cacheFolder(linux)).toBe("/home/kim/.cache/lifecare");
    expect(cacheFolder({ ...linux, environment: { XDG_CACHE_HOME: "/x" } })).toBe("/x/lifecare");
    expect(cacheFolder({ ...linux, platform: "darwin" })).toBe("/home/kim/Library/Caches/lifecare");
  });
  test("and an empty variable is none", () => {
    expect(cacheFolder({ ...linux, environment: { LIFECARE_CACHE: "", XDG_CACHE_HOME: "" } })).toBe("/home/kim/.cache/lifecare");
  });
});

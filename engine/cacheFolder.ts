import { homedir } from "node:os";
import { join } from "node:path";

/** What decides where the cache lies; the process's own by default. */
export interface CacheSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/**
 * The folder outside the source tree that keeps what takes minutes to make: `LIFECARE_CACHE`, or `lifecare` in the platform's cache folder
 * (XDG base directories on Linux, `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows).
 */
export function cacheFolder(surroundings: CacheSurroundings = { environment: process.env, platform: process.platform, home: homedir() }): string {
  const { environment, platform, home } = surroundings;
  const chosen = environment["LIFECARE_CACHE"];
  if (chosen !== undefined && chosen !== "") return chosen;
  if (platform === "win32") return join(environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "lifecare", "cache");
  if (platform === "darwin") return join(home, "Library", "Caches", "lifecare");
  return join(environment["XDG_CACHE_HOME"] || join(home, ".cache"), "lifecare");
}

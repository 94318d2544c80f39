/**
 * A release of the product as the vendor writes it, for example `2024v04`, `2022v4` or `12w47`: year and week. `v` (vecka)
 * and `w` (week) mean the same.
 */
export interface ProductRelease {
  /** Four digits. */
  readonly year: number;
  readonly week: number;
}

/** How a release is written, for schemas and messages. */
export const releasePattern = /^(\d{4}|\d{2})[vw](\d{1,2})$/;

/**
 * A year of two digits from here on is read as 19xx: the vendor writes `99v46` (T 13.2) for a release that lies behind.
 * It may well be a slip for 19v46; both come before every release with which the support of a platform begins.
 */
const firstTwoDigitYearOfLastCentury = 90;
const firstYear = 1990;
const lastWeek = 53;

/** The release, or undefined where the text is none. Years of two digits lie between 1990 and 2089. */
export function parseRelease(text: string): ProductRelease | undefined {
  const match = releasePattern.exec(text);
  if (match === null) return undefined;
  const [, yearText = "", weekText = ""] = match;
  const year = fullYear(Number(yearText), yearText.length);
  const week = Number(weekText);
  if (year < firstYear || week < 1 || week > lastWeek) return undefined;
  return { year, week };
}

/** Negative where the first release is the older one, zero where both are the same (`2022v4` and `22w04`). */
export function compareReleases(one: ProductRelease, other: ProductRelease): number {
  return one.year - other.year || one.week - other.week;
}

/** One way of writing for each release: `2022v04`. */
export function formatRelease(release: ProductRelease): string {
  return `${release.year}v${String(release.week).padStart(2, "0")}`;
}

function fullYear(year: number, digits: number): number {
  if (digits === 4) return year;
  return year >= firstTwoDigitYearOfLastCentury ? 1900 + year : 2000 + year;
}

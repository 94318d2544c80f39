/**
 * Windows' names of European time zones, which is how a virtual machine's `timeZone` is written.
 *
 * A table of our own: the package that maps all zones (windows-iana) is bundled with a tool that is no longer kept, and
 * reads 90 KB for the few lines that an installation in Sweden or its neighbours can need.
 * Source: Unicode CLDR, common/supplemental/windowsZones.xml.
 */
const zones: Readonly<Record<string, readonly string[]>> = {
  UTC: ["Etc/UTC", "UTC"],
  "Greenwich Standard Time": ["Atlantic/Reykjavik"],
  "GMT Standard Time": ["Europe/Dublin", "Europe/Lisbon", "Europe/London", "Atlantic/Faroe"],
  "W. Europe Standard Time": [
    "Arctic/Longyearbyen", "Europe/Amsterdam", "Europe/Berlin", "Europe/Luxembourg", "Europe/Malta", "Europe/Oslo", "Europe/Rome",
    "Europe/Stockholm", "Europe/Vienna", "Europe/Zurich",
  ],
  "Romance Standard Time": ["Europe/Brussels", "Europe/Copenhagen", "Europe/Madrid", "Europe/Paris"],
  "Central Europe Standard Time": ["Europe/Belgrade", "Europe/Bratislava", "Europe/Budapest", "Europe/Ljubljana", "Europe/Prague"],
  "Central European Standard Time": ["Europe/Sarajevo", "Europe/Skopje", "Europe/Warsaw", "Europe/Zagreb"],
  "FLE Standard Time": ["Europe/Helsinki", "Europe/Mariehamn", "Europe/Riga", "Europe/Sofia", "Europe/Tallinn", "Europe/Vilnius"],
  "GTB Standard Time": ["Europe/Athens", "Europe/Bucharest"],
};

const windowsNames = new Map(Object.entries(zones).flatMap(([windows, names]) => names.map((iana) => [iana, windows] as const)));

/** The IANA names that are known, sorted. */
export const timeZones: readonly string[] = [...windowsNames.keys()].sort();

/** Windows' name of an IANA time zone (`Europe/Stockholm`: `W. Europe Standard Time`); `undefined` where it is not known. */
export function windowsTimeZone(iana: string): string | undefined {
  return windowsNames.get(iana);
}

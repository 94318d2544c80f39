import { approvedVersions, feedbackFunction, type PlatformVersion } from "../../specification/platform.ts";
import { factsOf, type Comparison, type Facts } from "./difference.ts";
import { rowsBelow, type VendorDocument } from "./vendorDocument.ts";

/** Approved versions of third-party software and the releases that support them (T 8.2, 4.7). */
export function comparePlatform(document: VendorDocument): readonly Comparison[] {
  const thirdParty = approvedVersions.filter((version) => version !== feedbackFunction);
  return [
    { place: "T 8.2", ours: factsOf(thirdParty.map(ourVersion)), vendors: vendorsVersions(document) },
    {
      place: "T 4.7",
      ours: factsOf([["first release with feedback", feedbackFunction.supportedFrom ?? ""]]),
      vendors: vendorsFeedbackRelease(document),
    },
  ];
}

function ourVersion(version: PlatformVersion): readonly [string, string] {
  const release = version.requiredFrom === undefined ? describe(version.supportedFrom) : `required from ${version.requiredFrom}`;
  return [normalised(version.name), `${version.supplier}, ${release}`];
}

function vendorsVersions(document: VendorDocument): Facts {
  const rows = rowsBelow(document.section("8.2"), ["Produkt & version", "Leverantör", "Kommentar (detaljkrav)"]);
  return factsOf(
    rows
      .filter(([, supplier]) => supplier !== "")
      .map(([name = "", supplier = "", comment = ""]) => [normalised(name), `${supplier}, ${releaseIn(comment)}`] as const),
  );
}

function releaseIn(comment: string): string {
  const release = /från (\d+[vw]\d+)/.exec(comment)?.[1];
  return release !== undefined && comment.includes("krav") ? `required from ${release}` : describe(release);
}

function describe(release: string | undefined): string {
  return release === undefined ? "no first release" : `from ${release}`;
}

/** Case and the word before the last of a list differ between the documents' spelling and ours. */
function normalised(name: string): string {
  return name.toLowerCase().replace(" och ", ", ");
}

function vendorsFeedbackRelease(document: VendorDocument): Facts {
  const release = /version (\d+[vw]\d+)/.exec(document.section("4.7").join("\n"))?.[1];
  return factsOf(release === undefined ? [] : [["first release with feedback", release]]);
}

import { contentsOf, type ImageContents } from "../../../azure/images.ts";
import { approvedSqlServer, approvedWindowsServer } from "../../../specification/platform.ts";
import type { Resource } from "../../stack.ts";

/** By this tag somebody answers for what stands in an image, or on a machine, that no marketplace name tells: `Windows Server 2022 English, SQL Server 2022`. */
export const imageTag = "lifecare-image";

/** What a machine is made from, as far as its inputs say it. */
export interface MachineImage {
  /** `marketplace`: named by publisher, offer and plan. `custom`: by an id, or a disk that is attached. */
  readonly kind: "marketplace" | "custom";
  readonly contents: Partial<ImageContents>;
}

const reference = "storageProfile.imageReference";

const windowsWords = new Map(Object.entries(approvedWindowsServer).map(([version, { name }]) => [`${name} English`.toLowerCase(), version as keyof typeof approvedWindowsServer]));
const sqlWords = new Map(Object.entries(approvedSqlServer).map(([version, { name }]) => [name.toLowerCase(), version as keyof typeof approvedSqlServer]));

/** What the tag may say, for messages. */
export const attestableWindows = Object.values(approvedWindowsServer).map(({ name }) => `${name} English`).join(" or ");
export const attestableSql = Object.values(approvedSqlServer).map(({ name }) => name).join(" or ");

/**
 * What a machine is made from: what its marketplace image is known to hold, and for the rest what its tag says. Nothing is known of an image
 * of another name, or of one whose tag names anything that the vendor has not approved.
 *
 * @throws NotKnown where image or tag are not known
 */
export function imageOf(machine: Resource): MachineImage {
  const { inputs } = machine;
  const named = new Set(inputs.keys(reference));
  if (named.size === 0 || ["id", "communityGalleryImageId", "sharedGalleryImageId"].some((key) => named.has(key))) return { kind: "custom", contents: attestedContents(machine) };
  const [publisher, offer, sku] = (["publisher", "offer", "sku"] as const).map((key) => inputs.text(`${reference}.${key}`) ?? "") as [string, string, string];
  const contents = contentsOf({ publisher, offer, sku });
  if (contents === undefined) return { kind: "marketplace", contents: {} };
  // SQL Server may be installed in the guest.
  const { sqlServer } = contents.sqlServer === undefined ? attestedContents(machine) : contents;
  return { kind: "marketplace", contents: { ...contents, ...(sqlServer === undefined ? {} : { sqlServer }) } };
}

function attestedContents({ inputs }: Resource): Partial<ImageContents> {
  const words = (inputs.text(`tags.${imageTag}`) ?? "").split(",").map((word) => word.trim().toLowerCase().replaceAll(/\s+/g, " "));
  if (words.some((word) => !windowsWords.has(word) && !sqlWords.has(word))) return {};
  const [windowsServer] = words.flatMap((word) => windowsWords.get(word) ?? []);
  const [sqlServer] = words.flatMap((word) => sqlWords.get(word) ?? []);
  return { ...(windowsServer === undefined ? {} : { windowsServer }), ...(sqlServer === undefined ? {} : { sqlServer }) };
}

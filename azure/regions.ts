/** A region of Azure's public cloud. */
export interface Region {
  /** As `location` names it: lower case, without spaces. */
  readonly name: string;
  readonly title: string;
  /** Whether machines can be spread over availability zones. */
  readonly hasZones: boolean;
}

/** Source of both lists: MicrosoftDocs/azure-docs articles/reliability/regions-list.md, 2025-03-21. */
const withZones = [
  "Australia East", "Brazil South", "Canada Central", "Central India", "Central US", "East Asia", "East US", "East US 2",
  "France Central", "Germany West Central", "Indonesia Central", "Israel Central", "Italy North", "Japan East", "Japan West",
  "Korea Central", "Mexico Central", "New Zealand North", "North Europe", "Norway East", "Poland Central", "Qatar Central",
  "South Africa North", "South Central US", "Southeast Asia", "Spain Central", "Sweden Central", "Switzerland North",
  "UAE North", "UK South", "West Europe", "West US 2", "West US 3",
];
const withoutZones = [
  "Australia Central", "Australia Central 2", "Australia Southeast", "Brazil Southeast", "Canada East", "France South",
  "Germany North", "Korea South", "North Central US", "Norway West", "South Africa West", "South India", "Sweden South",
  "Switzerland West", "UAE Central", "UK West", "West Central US", "West India", "West US",
];

/** The regions that are known, by name. A newer region is unknown here, not impossible. */
export const regions: readonly Region[] = [...withZones.map(region(true)), ...withoutZones.map(region(false))].sort((a, b) => (a.name < b.name ? -1 : 1));

function region(hasZones: boolean): (title: string) => Region {
  return (title) => ({ name: title.toLowerCase().replaceAll(" ", ""), title, hasZones });
}

/** The region of that name, in whatever case and spacing. */
export function findRegion(name: string): Region | undefined {
  const wanted = name.toLowerCase().replaceAll(" ", "");
  return regions.find((known) => known.name === wanted);
}

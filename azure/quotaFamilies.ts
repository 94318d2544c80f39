/**
 * What Azure calls the vCPU quota of a series, in `az vm list-usage`, in quota requests and in the list of SKUs. No rule leads from one name to
 * the other: version 6 keeps the series' case, Easv6 lost a letter, and case itself is not to be relied upon (clients have seen both).
 * Source: openshift/openshift-docs, tested instance types for Azure, 2026 (series and family side by side); Bv1 as `BS-series` there.
 */
export const quotaFamilies: Readonly<Record<string, string>> = {
  Bsv2: "standardBsv2Family",
  Bv1: "standardBSFamily",
  Ddsv5: "standardDDSv5Family",
  Dpsv5: "standardDPSv5Family",
  Dsv5: "standardDSv5Family",
  Dsv6: "StandardDsv6Family",
  Easv6: "standardEav6Family",
  Ebdsv5: "standardEBDSv5Family",
  Ebsv5: "standardEBSv5Family",
  Edsv5: "standardEDSv5Family",
  Esv5: "standardESv5Family",
  Esv6: "StandardEsv6Family",
};

/** The quota of all series together in a region. */
export const regionalQuota = "cores";

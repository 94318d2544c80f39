/** Agents that look into running applications: who publishes the extension and, where a publisher has others too, its type. */
export interface PerformanceMonitor {
  /** In lower case; what a publisher's name begins with. */
  readonly publisher: string;
  /** In lower case; left out, every extension of the publisher. */
  readonly type?: string;
  readonly product: string;
  readonly source: string;
}

export const performanceMonitors: readonly PerformanceMonitor[] = [
  { publisher: "microsoft.azure.diagnostics", type: "applicationmonitoringwindows", product: "Application Insights", source: "MicrosoftDocs/azure-docs articles/azure-monitor/app/azure-vm-vmss-apps.md" },
  { publisher: "dynatrace.", product: "Dynatrace OneAgent", source: "Dynatrace documentation, Azure virtual machines" },
  { publisher: "datadog.", product: "Datadog", source: "MicrosoftDocs/azure-docs articles/virtual-machines/extensions, samples of Windows extensions" },
  { publisher: "newrelic", product: "New Relic", source: "New Relic documentation, Azure virtual machine extension" },
  { publisher: "appdynamics", product: "AppDynamics", source: "AppDynamics documentation, Azure virtual machines" },
];

/** The monitor that an extension installs; `undefined` where it is none that is known. */
export function performanceMonitorOf(publisher: string, type: string): PerformanceMonitor | undefined {
  const [by, kind] = [publisher.toLowerCase(), type.toLowerCase()];
  return performanceMonitors.find((monitor) => by.startsWith(monitor.publisher) && (monitor.type === undefined || monitor.type === kind));
}

/** Microsoft's antimalware for virtual machines, and what its settings hold. */
export const antimalware = { publisher: "microsoft.azure.security", type: "iaasantimalware" } as const;

/**
 * What Microsoft has antivirus leave alone, as the extension's settings write it.
 * Source: "Configure antivirus software to work with SQL Server" (learn.microsoft.com/troubleshoot/sql) and "Virus scanning recommendations",
 * IIS's temporary compressed files (learn.microsoft.com/troubleshoot/windows-server, 822158 and 817442).
 */
export const antivirusExclusions = {
  "SQL Server": { setting: "Extensions", words: [".mdf", ".ndf", ".ldf"] },
  IIS: { setting: "Paths", words: ["IIS Temporary Compressed Files"] },
} as const;

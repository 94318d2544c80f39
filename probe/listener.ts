import { quote, asciiJson } from "./powershell.ts";
import type { ProbePlan, Vantage } from "./probePlan.ts";

/** Minutes that a listener stays, unless it is told otherwise; and the most it may be told. */
export const usualMinutes = 15;
const mostMinutes = 60;

/**
 * A script that listens, for some minutes, on the ports of this server that somebody will try. Windows Firewall hides ports
 * on which nothing listens (stealth mode: no reset goes out; Microsoft support article 2586744), so before the product is
 * installed an open network and a closed one look alike from outside: only with a listener is silence the network's. It also
 * lets those that try through Windows Firewall, nobody else, and takes all of it away again. Ports in use are left alone.
 * Whoever connects is told nothing and is sent away.
 */
export function listenerScript(plan: ProbePlan, server: Vantage): string {
  const address = server.prefix.replace(/\/32$/, "");
  const tried = plan.vantages.flatMap((vantage) => vantage.checks.filter(({ target, talk }) => target.host === address && talk !== "dns").map(({ port }) => ({ port, from: vantage.prefix })));
  const ports = [...new Set(tried.map(({ port }) => port))].toSorted((one, other) => one - other);
  const sources = [...new Set(tried.map(({ from }) => from))].toSorted();
  return listening.replace("@@JSON@@", () => quote(asciiJson({ server: server.name, address, ports, sources })));
}

const listening = String.raw`# Listens for a while on the ports that the probes of other machines try. Run it while they run, before the product is installed
# or in a service window: a service that wants such a port meanwhile does not get it.
param([ValidateRange(1, ${mostMinutes})][int]$Minutes = ${usualMinutes})
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$plan = ConvertFrom-Json @@JSON@@
$rule = 'lifecare-probe'
$listeners = New-Object System.Collections.Generic.List[System.Net.Sockets.TcpListener]
$used = New-Object System.Collections.Generic.List[string]

function Remove-Rule { [void](& netsh.exe advfirewall firewall delete rule "name=$rule") }

try {
  foreach ($port in $plan.ports) {
    $listener = New-Object System.Net.Sockets.TcpListener([System.Net.IPAddress]::Parse($plan.address), [int]$port)
    $listener.ExclusiveAddressUse = $true
    try { $listener.Start(); $listeners.Add($listener) } catch { $used.Add([string]$port) }
  }
  # What an earlier run that was ended by force may have left.
  Remove-Rule
  $opened = @($listeners | ForEach-Object { $_.LocalEndpoint.Port }) -join ','
  if ($opened) {
    [void](& netsh.exe advfirewall firewall add rule "name=$rule" dir=in action=allow protocol=TCP "localip=$($plan.address)" "localport=$opened" "remoteip=$($plan.sources -join ',')")
    if ($LASTEXITCODE -ne 0) { throw 'Windows Firewall did not take the rule' }
  }
  $until = [DateTime]::UtcNow.AddMinutes($Minutes)
  while ([DateTime]::UtcNow -lt $until) {
    foreach ($listener in $listeners) { while ($listener.Pending()) { $listener.AcceptTcpClient().Close() } }
    Start-Sleep -Milliseconds 100
  }
} finally {
  Remove-Rule
  foreach ($listener in $listeners) { $listener.Stop() }
}
'{0} listened for {1} minutes; in use already: {2}' -f $plan.server, $Minutes, $(if ($used.Count -gt 0) { $used -join ',' } else { 'none' })
`;

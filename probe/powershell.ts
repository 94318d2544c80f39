import { scriptOf, type ProbeScript, type Vantage } from "./probePlan.ts";

/**
 * A single-quoted PowerShell string: nothing inside is expanded. PowerShell takes typographic quotes for quotes as well, so
 * every kind is doubled.
 */
export function quote(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

/** JSON of printable ASCII alone: a script file may be read in any code page. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The JSON that a script carries. */
export function embeddedJson(vantage: Vantage): string {
  return asciiJson(scriptOf(vantage) satisfies ProbeScript);
}

/**
 * The script that measures from one place: Windows PowerShell 5.1 with what .NET Framework brings, no module, nothing
 * installed, nothing written; it prints its results as one line of JSON. Connections are made 64 at a time.
 */
export function probeScript(vantage: Vantage): string {
  return measuring.replaceAll("@@LINE@@", "`r`n").replace("@@JSON@@", () => quote(embeddedJson(vantage)));
}

/** Run Command shows nothing but what is printed, and of that the last 4,096 bytes (Azure documentation, "Run scripts in your Windows VM"). */
const measuring = String.raw`# Measures which connections get through from this machine. Reads and changes nothing on it.
# Prints one line of JSON: keep it as a file for 'lifecare probe --results'.
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$plan = ConvertFrom-Json @@JSON@@
$limit = [int]$plan.timeoutMilliseconds
$checks = @($plan.checks)
$started = [DateTime]::UtcNow

function Get-Reason([Exception]$problem, [string]$talk) {
  while ($problem.InnerException) { $problem = $problem.InnerException }
  if ($problem -isnot [System.Net.Sockets.SocketException]) { return $problem.GetType().Name }
  switch ([string]$problem.SocketErrorCode) {
    'ConnectionRefused' { return '=refused' }
    'ConnectionReset' { if ($talk -eq 'connect' -or $talk -eq 'dns') { return '=refused' }; return '=cut' }
    'TimedOut' { return '=filtered' }
    'HostUnreachable' { return '=filtered' }
    'NetworkUnreachable' { return '=filtered' }
    default { return [string]$problem.SocketErrorCode }
  }
}

# True where the task ended in time without an error.
function Wait-Task($task) {
  try { return $task.Wait($limit) } catch { return $false }
}

function Get-Address([string]$name) {
  if ($name -match '^[0-9.]+$') { return [System.Net.IPAddress]::Parse($name) }
  $task = [System.Net.Dns]::GetHostAddressesAsync($name)
  if (-not (Wait-Task $task)) { return $null }
  return $task.Result | Where-Object { $_.AddressFamily -eq 'InterNetwork' } | Select-Object -First 1
}

function Read-Some($stream) {
  $bytes = New-Object byte[] 64
  $task = $stream.ReadAsync($bytes, 0, 64)
  if (-not (Wait-Task $task)) { return '' }
  return [System.Text.Encoding]::ASCII.GetString($bytes, 0, $task.Result)
}

# What is said on a connection that was made.
function Get-Talk($client, $check) {
  try {
    $stream = $client.GetStream()
    switch ($check.talk) {
      'connect' { return '=open' }
      'greeting' { if (Read-Some $stream) { return '=open' }; return '=cut' }
      'http' {
        $request = [System.Text.Encoding]::ASCII.GetBytes("HEAD / HTTP/1.1@@LINE@@Host: $($check.host)@@LINE@@Connection: close@@LINE@@@@LINE@@")
        $stream.Write($request, 0, $request.Length)
        if ((Read-Some $stream) -match '^HTTP/1\.[01] (?!470)[0-9]{3}') { return '=open' }
        return '=cut'
      }
      'tls' {
        $anyCertificate = [System.Net.Security.RemoteCertificateValidationCallback] { $true }
        $secured = New-Object System.Net.Security.SslStream($stream, $true, $anyCertificate)
        $stream.ReadTimeout = $limit
        $stream.WriteTimeout = $limit
        $secured.AuthenticateAsClient($check.host, $null, [System.Security.Authentication.SslProtocols]::Tls12, $false)
        return '=open'
      }
    }
  } catch { return '=cut' }
}

# Asks a name service for the servers of the root.
function Get-NameAnswer($address, [int]$port) {
  $client = New-Object System.Net.Sockets.UdpClient([System.Net.Sockets.AddressFamily]::InterNetwork)
  try {
    $question = [byte[]](0x4c, 0x43, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1)
    $client.Connect($address, $port)
    [void]$client.Send($question, $question.Length)
    $task = $client.ReceiveAsync()
    if (-not $task.Wait($limit)) { return '=filtered' }
    $answer = $task.Result.Buffer
    if ($answer.Length -ge 2 -and $answer[0] -eq 0x4c -and $answer[1] -eq 0x43) { return '=open' }
    return 'another answer than to the question'
  } catch { return Get-Reason $_.Exception 'dns' }
  finally { $client.Close() }
}

$names = @{}
foreach ($check in $checks) { if (-not $names.ContainsKey($check.host)) { $names[$check.host] = Get-Address $check.host } }

$said = New-Object 'string[]' $checks.Count
for ($first = 0; $first -lt $checks.Count; $first += 64) {
  $last = [Math]::Min($first + 63, $checks.Count - 1)
  $clients = @{}
  $tasks = @{}
  foreach ($number in $first..$last) {
    $check = $checks[$number]
    $address = $names[$check.host]
    if ($null -eq $address) { $said[$number] = 'no address for the name'; continue }
    if ($check.talk -eq 'dns') { $said[$number] = Get-NameAnswer $address $check.port; continue }
    $clients[$number] = New-Object System.Net.Sockets.TcpClient([System.Net.Sockets.AddressFamily]::InterNetwork)
    $tasks[$number] = $clients[$number].ConnectAsync($address, [int]$check.port)
  }
  $until = [DateTime]::UtcNow.AddMilliseconds($limit)
  while ([DateTime]::UtcNow -lt $until -and @($tasks.Values | Where-Object { -not $_.IsCompleted }).Count -gt 0) { Start-Sleep -Milliseconds 50 }
  foreach ($number in @($tasks.Keys)) {
    $task = $tasks[$number]
    if (-not $task.IsCompleted) { $said[$number] = '=filtered' }
    elseif ($task.IsFaulted) { $said[$number] = Get-Reason $task.Exception $checks[$number].talk }
    else { $said[$number] = Get-Talk $clients[$number] $checks[$number] }
    $clients[$number].Close()
  }
}

# 0-57,60 for ascending numbers.
function Get-Spans([string]$wanted) {
  $parts = New-Object System.Collections.Generic.List[string]
  $number = 0
  while ($number -lt $said.Length) {
    if ($said[$number] -cne $wanted) { $number++; continue }
    $begin = $number
    while ($number + 1 -lt $said.Length -and $said[$number + 1] -ceq $wanted) { $number++ }
    if ($begin -eq $number) { $parts.Add([string]$begin) } else { $parts.Add([string]$begin + '-' + [string]$number) }
    $number++
  }
  return $parts -join ','
}

$unmeasured = @{}
foreach ($reason in @($said | Where-Object { -not $_.StartsWith('=') } | Select-Object -Unique)) { $unmeasured[$reason] = Get-Spans $reason }

$addresses = @([System.Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces() |
  Where-Object { $_.OperationalStatus -eq 'Up' -and $_.NetworkInterfaceType -ne 'Loopback' } |
  ForEach-Object { $_.GetIPProperties().UnicastAddresses } |
  Where-Object { $_.Address.AddressFamily -eq 'InterNetwork' } |
  ForEach-Object { [string]$_.Address })

$results = [ordered]@{
  format = 'lifecare-probe-results/1'
  vantage = [string]$plan.vantage
  fingerprint = [string]$plan.fingerprint
  addresses = $addresses
  startedAt = $started.ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [System.Globalization.CultureInfo]::InvariantCulture)
  seconds = [Math]::Round(([DateTime]::UtcNow - $started).TotalSeconds, 1)
  outcomes = [ordered]@{ open = Get-Spans '=open'; refused = Get-Spans '=refused'; filtered = Get-Spans '=filtered'; cut = Get-Spans '=cut' }
  unmeasured = $unmeasured
}
ConvertTo-Json -Compress -Depth 4 $results
`;

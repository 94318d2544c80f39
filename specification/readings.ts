/**
 * How unclear or contradictory passages of the documents are read; code and register refer to them by number
 * ("reading 20").
 */
export const readings: Readonly<Record<number, string>> = {
  1: "Port 80 to the intranet server (T 4.3) against HTTPS as a must (T 3.1.5, 10.1.4): TLS wins; 80 is opt-in and only redirects.",
  2: "RabbitMQ \"via http/https\" 5672/5671 are AMQP and AMQPS; encryption (T 12.3) makes 5671 the default, 5672 opt-in with a warning.",
  3: "\"2x2 (2 vCPU w 2 vCore)\" is read as four vCPUs. \"Analysserver\" in T 3.1.7 is the compute server; it carries no database engine.",
  4: "A role may share a machine, but the internet-facing web role never shares machine or subnet with another role.",
  5: "\"English version\" is noted on Windows Server 2019 only; it is applied to both.",
  6: "TDE \"requires Enterprise\" (T 12.6) is older than SQL Server 2019, whose Standard edition has it.",
  7: "30722 was dynamic before version 11v03: fixed by default, configurable for migrated installations.",
  8: "HCWSYSLOG / HWE_SYSLOG and domain prefix / infix: the catalogue in T 13.3 decides.",
  9: "S 4.5's 4-hour and 10-hour windows do not fit one Azure Update Manager window (1 h 30 – 3 h 55).",
  10: "T and S differ on client demands because T describes on-premises, S the hosted service: T rules the servers.",
  11: "Hosts of LCA, Försäkringskassan, sftp, IdP and TEIS are nowhere given: they are inputs.",
  12: "Port 80 in R9/R10 (pool recycling) is opt-in as in R2. From the internet only 443 is open: a redirect listener on 80 is an opt-in of the platform table, never the vendor's.",
  13: "All rows are TCP (only A1 says so). E1 names no target: all 18 ports to core and application servers. A1's source is the DMZ (or intranet) web server.",
  14: "T 13.1 puts an application server in \"the administrative net\"; T 12.3 wants the nets apart: T 12.3 wins.",
  15: "S 5.4's \"server authentication\" beside T 6.9's \"client authentication\": the EKU given, 1.3.6.1.5.5.7.3.2, is clientAuth.",
  16: "The five programs of T 4.4 have no ports in the matrix: program rules in Windows Firewall, and only rows R8 in security groups.",
  17: "Start order names core, application, web: the database comes before core, compute after application.",
  18: "\"Every product server\" (22, 443 outwards) is read with the database server left out unless opted in.",
  19: "\"No over-commitment\" (T 3.1: must be considered) is read as: no burstable sizes. APM is refused on application servers whatever tool is used.",
  20: "Only intranet web on the application server is said to add memory; for other combinations the larger floor holds, and the sum is advised.",
};

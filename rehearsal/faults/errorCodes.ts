import { behaviours, type Behaviour } from "../refusals/behaviours.ts";

/** A code with which Azure refuses a request, or ends what it had accepted. */
export interface ErrorCode {
  readonly code: string;
  readonly status: number;
  /** In our own words. */
  readonly text: string;
  readonly source: string;
}

const errors = "MicrosoftDocs/azure-docs, common-deployment-errors.md";
const allocation = "MicrosoftDocs/SupportArticles-docs, allocation-failure.md";
const provisioning = "MicrosoftDocs/SupportArticles-docs, troubleshoot-deployment-new-vm-windows.md";
const guidelines = "microsoft/api-guidelines, azure/Guidelines.md; retried by every client of Azure";

/** What befalls a stack without its fault, and what no rule of `refusals/` says. */
const ownCodes: readonly ErrorCode[] = [
  { code: "AllocationFailed", status: 409, text: "There is not enough capacity for this size in this region.", source: allocation },
  { code: "ZonalAllocationFailed", status: 409, text: "There is not enough capacity for this size in this zone.", source: allocation },
  { code: "OverconstrainedAllocationRequest", status: 409, text: "No capacity meets all that is asked for of size, zone and disks.", source: allocation },
  { code: "OSProvisioningTimedOut", status: 409, text: "The operating system did not say in time that it had been set up.", source: provisioning },
  { code: "OSProvisioningClientError", status: 409, text: "The operating system could not be set up.", source: provisioning },
  { code: "VMExtensionProvisioningError", status: 409, text: "The extension ended with a failure inside the machine.", source: errors },
  { code: "AuthorizationFailed", status: 403, text: "The client does not have the right to do this at this scope.", source: errors },
  { code: "RequestDisallowedByPolicy", status: 403, text: "A policy of the subscription forbids this resource.", source: errors },
  { code: "QuotaExceeded", status: 409, text: "The quota of the subscription is used up.", source: errors },
  { code: "ReadOnlyDisabledSubscription", status: 409, text: "The subscription is disabled and can only be read.", source: "MicrosoftDocs/azure-docs, billing: subscription states" },
  { code: "InternalServerError", status: 500, text: "The server failed.", source: guidelines },
  { code: "ServiceUnavailable", status: 503, text: "The service is not to be had at the moment.", source: guidelines },
  { code: "GatewayTimeout", status: 504, text: "The service behind the gateway did not answer in time.", source: guidelines },
];

const behavioural = (behaviours as readonly Behaviour[]).flatMap(({ status = 409, code, behaviour, source }): readonly ErrorCode[] => (code === undefined ? [] : [{ code, status, text: `${behaviour}.`, source }]));

/** Every code that a fault may ask for, each once; its own first, then those of the table of behaviours. */
export const errorCodes: ReadonlyMap<string, ErrorCode> = new Map([...behavioural.toReversed(), ...ownCodes].map((one) => [one.code, one]));

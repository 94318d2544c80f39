import type { Fault } from "../../finding.ts";
import { each } from "../../judge.ts";
import { fault, type StackRule } from "../../rule.ts";
import type { Resource } from "../../stack.ts";
import { azure } from "./samples.ts";

const failing = "true: a script that fails counts as a success otherwise, and what depends on it goes on";
const once = (handler: string) => `one extension ${handler} on a machine: Azure takes no second one of a handler`;

const command = (inputs: object) => azure("compute:VirtualMachineRunCommandByVirtualMachine", "command", inputs);
const extension = (name: string, vmName: string, type = "CustomScriptExtension") => azure("compute:VirtualMachineExtension", name, { vmName, publisher: "Microsoft.Compute", type });

/** azure.md §7, 14. */
export const commandsAndExtensions: StackRule = {
  id: "LC511",
  name: "scripts-fail-aloud-and-handlers-stand-alone",
  group: "deployable",
  clauses: [],
  proposals: [],
  synopsis: "A run command makes the deployment fail where its script fails, and a machine has each kind of extension once.",
  why: "The state of a run command is success as soon as its script was started, unless it says otherwise; a second extension of the same publisher and type on a machine is refused.",
  fix: "set treatFailureAsDeploymentFailure to true (and asyncExecution to false), or put both scripts into one extension",
  sources: ["MicrosoftDocs/azure-compute-docs articles/virtual-machines/windows/run-command-managed.md", "Azure/azure-powershell issue 8173"],
  scope: "stack",
  *check(stack) {
    yield* each(stack.of("compute:VirtualMachineRunCommandByVirtualMachine"), commandFaults);
    const seen = new Set<string>();
    yield* each(
      stack.of("compute:VirtualMachineExtension"),
      function* (one) {
        const [machine, publisher, type] = ["vmName", "publisher", "type"].map((key) => one.inputs.text(key)?.toLowerCase());
        const key = `${machine}|${publisher}|${type}`;
        if (seen.has(key)) yield { ...fault(one, "type", once(one.inputs.text("type") ?? "")), resource: one.label };
        seen.add(key);
      },
    );
  },
  good: [{ title: "a command that fails aloud, an extension on each of two machines", resources: [command({ treatFailureAsDeploymentFailure: true, asyncExecution: false }), extension("one", "vm-1"), extension("two", "vm-2"), extension("three", "vm-1", "BGInfo")], findings: [] }],
  bad: [
    { title: "nothing said", resources: [command({})], findings: [{ resource: "command", path: "treatFailureAsDeploymentFailure", limit: failing }] },
    { title: "nobody waits", resources: [command({ treatFailureAsDeploymentFailure: true, asyncExecution: true })], findings: [{ resource: "command", path: "asyncExecution", limit: `false or left out: ${failing.slice(6)}` }] },
    { title: "two scripts on a machine", resources: [extension("one", "vm-1"), extension("two", "VM-1", "customscriptextension")], findings: [{ resource: "two", path: "type", limit: once("customscriptextension") }] },
  ],
};

function* commandFaults(one: Resource): Iterable<Fault> {
  if (one.inputs.boolean("treatFailureAsDeploymentFailure") !== true) yield fault(one, "treatFailureAsDeploymentFailure", failing);
  if (one.inputs.boolean("asyncExecution") === true) yield { ...fault(one, "asyncExecution", `false or left out: ${failing.slice(6)}`), resource: one.label };
}

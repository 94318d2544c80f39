import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ResourceStore } from "../../rehearsal/resourceStore.ts";
import { writeSubscriptionFacts, type SubscriptionFacts } from "../../rehearsal/subscriptionFacts.ts";
import { describeWithEngine } from "../stacks/describeWithEngine.ts";
import { changes, machine, openEnvironment, type RunningEnvironment } from "../stacks/openEnvironment.ts";

describeWithEngine("a UTB whose preview passes", (engine) => {
  let environment: RunningEnvironment;

  beforeAll(async () => {
    environment = await openEnvironment(engine, "utb");
  });
  afterAll(() => environment.close());

  const entitle = (facts: SubscriptionFacts) => {
    const { subscriptionId } = environment.plan().azure;
    writeSubscriptionFacts(new ResourceStore(join(environment.folder, "azure")), subscriptionId, facts);
  };

  test("is stopped on its way up by a feature that is not registered, with a hint, and comes up when it is", async () => {
    entitle({ features: { "Microsoft.Compute/EncryptionAtHost": { state: "NotRegistered" } } });
    await environment.stack.preview();
    await expect(environment.stack.up()).rejects.toThrow(/Status=400 Code="InvalidParameter".*EncryptionAtHost.*\n\s*Rehearsal: az feature register --namespace Microsoft\.Compute --name EncryptionAtHost/);
    entitle({});
    await environment.stack.up();
    expect(changes(await environment.stack.preview())).toEqual([]);
  });

  test("is stopped by a size that the machine cannot be resized to", async () => {
    environment.want((wanted) => void (machine(wanted, "cmp").size = "Standard_E4ds_v5"));
    expect(changes(await environment.stack.preview())).toContain("update ankutbcmp01-machine");
    await expect(environment.stack.up()).rejects.toThrow(/Code="OperationNotAllowed".*resource disk to non-resource disk.*\n\s*Rehearsal: grow within the family/);
  });

  test("is stopped by a quota that does not hold what a machine grows by", async () => {
    entitle({ quotas: { swedencentral: { cores: 10 } } });
    environment.want((wanted) => void (machine(wanted, "cmp").size = "Standard_E4s_v5"));
    await environment.stack.preview();
    await expect(environment.stack.up()).rejects.toThrow(/Total Regional Cores quota.*\n\s*Rehearsal: az vm list-usage/);
    entitle({});
    expect(changes(await environment.stack.up())).toEqual(["update ankutbcmp01-machine"]);
  });
});
